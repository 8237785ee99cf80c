package exchange

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path"
	"strconv"
	"strings"

	"mapihive/hive"
)

// Shard is one of N parts of a run, counted from 0. The zero value is the whole run.
type Shard struct{ I, N int }

// maxShards is into how many parts a run can be split.
const maxShards = 1 << 16

// ParseShard reads "3/7": the fourth of seven.
func ParseShard(s string) (Shard, error) {
	i, n, ok := strings.Cut(s, "/")
	of := Shard{}
	var err, err2 error
	of.I, err = strconv.Atoi(i)
	of.N, err2 = strconv.Atoi(n)
	if !ok || err != nil || err2 != nil || of.I < 0 || of.N < 1 || of.I >= of.N || of.N > maxShards {
		return Shard{}, fmt.Errorf("a shard is I/N, I from 0 to N-1, such as 0/8, not %q", s)
	}
	return of, nil
}

// Whole reports whether it is no part, but the run as a whole.
func (s Shard) Whole() bool { return s.N == 0 }

// IsZero lets encoding/json's omitzero leave it out.
func (s Shard) IsZero() bool { return s.N == 0 }

// String writes it as ParseShard reads it, "" for the whole run.
func (s Shard) String() string {
	if s.N == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.I, s.N)
}

// MarshalText makes JSON hold the String form.
func (s Shard) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (s *Shard) UnmarshalText(b []byte) (err error) {
	if *s = (Shard{}); len(b) > 0 {
		*s, err = ParseShard(string(b))
	}
	return err
}

// Has reports whether a file belongs to the shard, by its path below what was given. Separators and case do not
// matter, so that machines that have one share at different places, or see it through different systems, agree.
func (s Shard) Has(below string) bool {
	if s.N <= 1 {
		return s.I == 0
	}
	clean := path.Clean(strings.ReplaceAll(below, `\`, "/"))
	sum := sha256.Sum256([]byte(hive.UpcaseText(hive.Text(clean))))
	return binary.BigEndian.Uint64(sum[:])%uint64(s.N) == uint64(s.I)
}
