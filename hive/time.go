package hive

import (
	"fmt"
	"time"
)

// Time is a FILETIME as the hive stores it: 100 ns intervals since 1601-01-01 UTC. Zero means absent.
type Time uint64

// filetimeUnixEpoch is 1970-01-01 as a FILETIME ([MS-DTYP] 2.3.3).
const filetimeUnixEpoch = 116444736000000000

// filetimeYear10000 is the first FILETIME that RFC 3339 cannot express.
const filetimeYear10000 = 2650467744000000000

// NewTime returns t as a FILETIME, cut to 100 ns; times before 1601 give 0.
func NewTime(t time.Time) Time {
	ft := t.Unix()*1e7 + int64(t.Nanosecond()/100) + filetimeUnixEpoch
	return Time(max(ft, 0))
}

// IsZero reports whether the evidence holds no time. It lets encoding/json's omitzero leave it out.
func (t Time) IsZero() bool { return t == 0 }

// Time returns the instant in UTC. It is exact for every FILETIME.
func (t Time) Time() time.Time {
	sec := int64(uint64(t)/1e7) - filetimeUnixEpoch/1e7
	return time.Unix(sec, int64(uint64(t)%1e7)*100).UTC()
}

// String returns RFC 3339 in UTC with all seven digits the evidence has, or the raw number where the
// year would pass 9999 (only damaged or forged records hold such times). Zero gives "".
func (t Time) String() string {
	switch {
	case t == 0:
		return ""
	case t >= filetimeYear10000:
		return fmt.Sprintf("FILETIME:0x%016x", uint64(t))
	}
	return t.Time().Format("2006-01-02T15:04:05.0000000Z07:00")
}

// MarshalText makes JSON hold the String form.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (t *Time) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*t = 0
		return nil
	}
	var raw uint64
	if _, err := fmt.Sscanf(string(b), "FILETIME:0x%x", &raw); err == nil {
		*t = Time(raw)
		return nil
	}
	v, err := time.Parse(time.RFC3339Nano, string(b))
	if err != nil {
		return err
	}
	*t = NewTime(v)
	return nil
}
