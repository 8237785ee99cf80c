package exchange

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// disk is storage in memory that can be full.
type disk struct {
	b           []byte
	full        bool
	syncs, cuts int
}

func (d *disk) ReadAt(p []byte, off int64) (int, error) {
	return strings.NewReader(string(d.b)).ReadAt(p, off)
}

func (d *disk) WriteAt(p []byte, off int64) (int, error) {
	if d.full {
		return 0, errors.New("no space left")
	}
	if int(off) != len(d.b) {
		return 0, io.ErrShortWrite
	}
	d.b = append(d.b, p...)
	return len(p), nil
}

func (d *disk) Truncate(size int64) error { d.b = d.b[:size]; d.cuts++; return nil }
func (d *disk) Sync() error               { d.syncs++; return nil }

func key(i int) Key { return Key{Path: hive.Text(fmt.Sprint("/h", i)), State: "1"} }

func source(i int) []Line {
	return []Line{
		{Record: OfSource, At: At{0, i, 0}, Source: &analyze.Snapshot{Path: hive.Text(fmt.Sprint("/h", i))}},
		{Record: OfSkipped, At: At{0, i, 1}, Skipped: &Skipped{Path: "x"}},
	}
}

// However a run file is cut off, what it has of a file is there whole or not at all, and it goes on.
func TestRunFileCutAnywhere(t *testing.T) {
	run := Run{Tool: "mapihive", Version: "v1"}
	d := &disk{}
	r, err := OpenRunFile(d, 0, run)
	require.NoError(t, err)
	for i := range 3 {
		require.NoError(t, r.Done(key(i), source(i)))
	}
	require.NoError(t, r.End())
	whole := d.b
	for n := range len(whole) + 1 {
		d := &disk{b: append([]byte(nil), whole[:n]...)}
		r, err := OpenRunFile(d, int64(n), run)
		require.NoError(t, err, n)
		known := 0
		for i := range 3 {
			if lines, ok := r.Known(key(i)); ok {
				require.Len(t, lines, 3)
				require.Equal(t, source(i)[0].Source, lines[0].Source)
				known++
			} else {
				require.NoError(t, r.Done(key(i), source(i)))
			}
		}
		require.Equal(t, strings.Count(string(whole[:n]), `"record":"file"`), known+torn(whole[:n]))
		require.NoError(t, r.End())
		var j Join
		require.NoError(t, j.Add("run", d, int64(len(d.b))))
		require.Empty(t, j.faults, "it is a snapshot file, and whole")
		require.Len(t, j.rows, 6)
		if n == len(whole) {
			require.Equal(t, string(whole), string(d.b), "nothing was left to do")
		}
	}
}

// torn is whether the last line is that of a file and has no line feed.
func torn(b []byte) int {
	last := string(b[strings.LastIndex(string(b), "\n")+1:])
	return strings.Count(last, `"record":"file"`)
}

func TestRunFileKeeps(t *testing.T) {
	run := Run{Tool: "mapihive", Version: "v1"}
	d := &disk{}
	r, err := OpenRunFile(d, 0, run)
	require.NoError(t, err)
	for i := range 3 * syncEvery {
		require.NoError(t, r.Done(key(i), source(i)))
	}
	require.GreaterOrEqual(t, d.syncs, 3)
	unread := key(1000)
	unread.Again = true
	require.NoError(t, r.Done(unread, nil))
	r, err = OpenRunFile(d, int64(len(d.b)), run)
	require.NoError(t, err)
	require.Zero(t, d.cuts)
	_, known := r.Known(key(7))
	require.True(t, known)
	_, known = r.Known(key(1000))
	require.False(t, known, "it is to be read again")
	changed := key(7)
	changed.State = "2"
	_, known = r.Known(changed)
	require.False(t, known)

	d.full = true
	require.ErrorContains(t, r.Done(key(1001), nil), "no space left")
	d.full = false
	require.ErrorContains(t, r.Done(key(1002), nil), "no space left", "what comes behind a gap is no use")

	for _, other := range []Run{{Tool: "mapihive", Version: "v2"}, {Tool: "mapihive", Version: "v1", Options: Options{NoLogs: true}}} {
		_, err := OpenRunFile(d, int64(len(d.b)), other)
		require.Error(t, err)
	}
	_, err = OpenRunFile(&disk{b: []byte("notes\n")}, 6, run)
	require.Error(t, err)
	line, err := source(1)[0].Encode()
	require.NoError(t, err)
	_, err = OpenRunFile(&disk{b: line}, int64(len(line)), run)
	require.ErrorContains(t, err, "it is no file of a run")
}

// FuzzRunFile opens any bytes as a run file. What is taken goes on: what is kept in it now is known the next time, and
// what was known stays so.
func FuzzRunFile(f *testing.F) {
	run := Run{Tool: "mapihive", Version: "v1"}
	d := &disk{}
	r, err := OpenRunFile(d, 0, run)
	require.NoError(f, err)
	require.NoError(f, r.Done(key(1), source(1)))
	require.NoError(f, r.End())
	f.Add(d.b)
	f.Add(d.b[:len(d.b)-30])
	f.Add([]byte(strings.ReplaceAll(string(d.b), `"lines":`, `"lines":-`)))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, in []byte) {
		d := &disk{b: append([]byte(nil), in...)}
		r, err := OpenRunFile(d, int64(len(in)), run)
		if err != nil {
			require.Equal(t, len(in), len(d.b), "what is refused stays as it is")
			return
		}
		_, before := r.Known(key(1))
		require.NoError(t, r.Done(key(2), source(2)))
		require.NoError(t, r.End())
		r, err = OpenRunFile(d, int64(len(d.b)), run)
		require.NoError(t, err)
		lines, known := r.Known(key(2))
		require.True(t, known)
		require.Len(t, lines, 3)
		_, after := r.Known(key(1))
		require.Equal(t, before, after)
	})
}
