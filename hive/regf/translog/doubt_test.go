package translog

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// withGUIDs returns a hive or log whose three GUIDs are filled with a byte.
func withGUIDs(b []byte, fill byte) []byte {
	b = slices.Clone(b)
	for _, at := range []int{112, 128, 148} {
		copy(b[at:at+16], slices.Repeat([]byte{fill}, 16))
	}
	copy(b[164:], "rmtm")
	fixChecksum(b)
	return b
}

// A log that was applied in part says how much of it is missing.
func TestMissing(t *testing.T) {
	hive := buildHive(hiveHeader(7, 4))
	entries := [][]byte{
		entry(7, 4, 0, []ref{at(1, 0xA1)}), entry(8, 4, 0, []ref{at(2, 0xA2)}),
		entry(9, 4, 0, []ref{at(3, 0xA3)}), entry(10, 4, 0, []ref{at(1, 0xB1)}),
	}
	broken := slices.Clone(entries[1])
	broken[600] ^= 1
	whole := pageSectors(bin(3, 0xD3), 3, pageSectors(bin(2, 0xD2), 2, pageSectors(bin(1, 0xD1), 1, nil)))
	old := buildOldLog(logHeader(1, 7, 4), whole)
	for _, c := range []struct {
		name    string
		logs    []Input
		missing []int
	}{
		{"all applied", dual(buildLog(logHeader(6, 7, 4), entries...), nil), []int{0, 0}},
		{"the second of four is broken", dual(buildLog(logHeader(6, 7, 4), entries[0], broken, entries[2], entries[3]), nil), []int{3, 0}},
		{"the last is broken", dual(buildLog(logHeader(6, 7, 4), entries[0], broken), nil), []int{1, 0}},
		{"entries of an earlier round follow", dual(buildLog(logHeader(6, 7, 4), entries[0], entry(3, 4, 0, []ref{at(2, 0xEE)})), nil), []int{0, 0}},
		{"the other log follows after a hole", dual(buildLog(logHeader(6, 7, 4), entries[0]), buildLog(logHeader(6, 9, 4), entries[2:]...)), []int{0, 2}},
		{"a bitmap of 24 sectors", dual(old, nil), []int{0, 0}},
		{"cut after one sector of 24", dual(old[:len(old)-23*512], nil), []int{23, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := replay(hive, c.logs, Options{})
			require.True(t, r.Applied)
			require.Equal(t, c.missing, []int{r.Logs[0].Missing, r.Logs[1].Missing})
		})
	}
}

func TestReplayHearsItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Replay(ctx, buildHive(hiveHeader(7, 4)), dual(newLog(7, 0xA1), nil), Options{})
	require.ErrorIs(t, err, context.Canceled)

	hive, logs := benchSet()
	r := &calls{Context: context.Background(), after: 20}
	_, err = Replay(r, hive, logs, Options{})
	require.ErrorIs(t, err, context.Canceled)
	require.Less(t, r.n, 30, "nothing was read on")
}

// calls is a context that is done once Err was asked so many times.
type calls struct {
	context.Context
	n, after int
}

func (c *calls) Err() error {
	if c.n++; c.n > c.after {
		return context.Canceled
	}
	return nil
}

// A log that was read up to a limit is used as far as it goes.
func TestLogCutByALimit(t *testing.T) {
	log := buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(1, 0xA1)}), entry(8, 4, 0, []ref{at(2, 0xA2)}))
	r := replay(buildHive(hiveHeader(7, 4)), dual(log[:len(log)-512], nil), Options{})
	require.Equal(t, 1, r.Logs[0].Entries, "what was read is used")
	require.Equal(t, 1, r.Logs[0].Missing)
}
