package hive

import "encoding/hex"

// Hex is bytes whose text form, in JSON too, is lower-case hex in stored order.
type Hex []byte

func (h Hex) String() string { return hex.EncodeToString(h) }

// MarshalText writes lower-case hex.
func (h Hex) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads hex of either case.
func (h *Hex) UnmarshalText(b []byte) error {
	v, err := hex.DecodeString(string(b))
	*h = v
	return err
}
