package hive

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTime(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Time
		want string
	}{
		{"absent", 0, ""},
		{"first tick", 1, "1601-01-01T00:00:00.0000001Z"},
		{"1970", 116444736000000000, "1970-01-01T00:00:00.0000000Z"},
		{"all seven digits", 129241028961234567, "2010-07-20T12:34:56.1234567Z"},
		{"last tick of year 9999", 2650467743999999999, "9999-12-31T23:59:59.9999999Z"},
		{"year 10000", 2650467744000000000, "FILETIME:0x24c85a5ed1c04000"},
		{"largest signed", math.MaxInt64, "FILETIME:0x7fffffffffffffff"},
		{"sign bit", 1 << 63, "FILETIME:0x8000000000000000"},
		{"largest", math.MaxUint64, "FILETIME:0xffffffffffffffff"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, c.in.String())
			require.Equal(t, c.in == 0, c.in.IsZero())
			doc, err := json.Marshal(c.in)
			require.NoError(t, err)
			var back Time
			require.NoError(t, json.Unmarshal(doc, &back))
			require.Equal(t, c.in, back)
			if c.in < filetimeYear10000 {
				require.Equal(t, c.in, NewTime(c.in.Time()))
			}
			sec, ticks := c.in.Time().Unix(), c.in.Time().Nanosecond()/100
			require.Equal(t, uint64(c.in), uint64(sec+11644473600)*1e7+uint64(ticks), "Time is exact")
		})
	}
}

func TestNewTime(t *testing.T) {
	require.Equal(t, Time(129241028961234567), NewTime(time.Date(2010, 7, 20, 14, 34, 56, 123456799, time.FixedZone("", 7200))))
	require.Equal(t, Time(0), NewTime(time.Date(1600, 12, 31, 23, 59, 59, 0, time.UTC)))
	require.Equal(t, Time(0), NewTime(time.Time{}))
}

func TestTimeUnmarshal(t *testing.T) {
	var ft Time
	require.NoError(t, ft.UnmarshalText([]byte("2010-07-20T14:34:56.1234567+02:00")))
	require.Equal(t, Time(129241028961234567), ft)
	for _, bad := range []string{"yesterday", "FILETIME:0x", "FILETIME:0xzz", "2010-07-20"} {
		require.Error(t, ft.UnmarshalText([]byte(bad)), bad)
	}
}
