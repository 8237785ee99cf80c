package collect

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
)

// What a file is given time for, in the order in which it is asked for.
const (
	toOpen = iota
	toRead
	toStop
)

// clock is over at once where it says so, and else never.
func clock(over map[string][]int) func(*File, time.Duration) <-chan time.Time {
	var mu sync.Mutex
	asked := map[string]int{}
	return func(f *File, _ time.Duration) <-chan time.Time {
		mu.Lock()
		defer mu.Unlock()
		asked[f.Name]++
		if !slices.Contains(over[f.Name], asked[f.Name]-1) {
			return nil
		}
		now := make(chan time.Time, 1)
		now <- time.Time{}
		return now
	}
}

// What takes too long costs itself: whether it stops when told to, or never.
func TestTimeoutCostsOneFile(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	toy := &Reader{
		Name: "toy", Match: func(f *File) Match { return Yes },
		Read: func(ctx context.Context, f *File, _ Options, emit func(analyze.Whole)) error {
			s := analyze.Snapshot{Path: f.Path}
			switch f.Name {
			case "hangs":
				<-forever
			case "says":
				<-ctx.Done()
				s.Error, s.SHA256, s.Outlook = ctx.Err().Error(), "aa", []string{"half of it"}
			case "fails":
				<-ctx.Done()
				return ctx.Err()
			case "ends":
				<-ctx.Done() // and has all there is
			case "z":
				panic("out of step")
			}
			emit(analyze.Whole{Snapshot: s})
			return nil
		},
	}
	files := fstest.MapFS{"a": {}, "ends": {}, "fails": {}, "hangs": {}, "says": {}, "x": {}, "z": {}}
	c := New([]*Reader{toy})
	c.after = clock(map[string][]int{"ends": {toRead}, "fails": {toRead}, "hangs": {toRead, toStop}, "says": {toRead}})
	got := map[string]string{}
	for r := range c.Read(t.Context(), c.Walk(t.Context(), files, ""), Options{Workers: 2, Timeout: time.Minute}) {
		if r.Skip != nil {
			require.True(t, r.Skip.Failed)
			got[r.File.Name] = "skipped: " + r.Skip.Reason
			continue
		}
		require.Empty(t, r.Source.Outlook)
		got[r.File.Name] = r.Source.Error
	}
	const why = "given up after 1m0s (--timeout); give it alone, or more time"
	require.Equal(t, map[string]string{
		"a": "", "ends": "", "x": "", "says": why, "fails": "skipped: " + why,
		"hangs": why + ". It did not stop when told to: does its disk or server answer?",
		"z":     "internal error, please report it: out of step",
	}, got)
}

// stuck is a file system in which one file cannot be opened, nor another closed.
type stuck struct {
	fs.FS
	forever chan struct{}
}

func (s stuck) Open(name string) (fs.File, error) {
	if name == "stuck" {
		<-s.forever
		return nil, errors.New("at last")
	}
	return s.FS.Open(name)
}

func TestTimeoutOfOpening(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	img, _ := dirtyHive(t)
	fsys := stuck{fstest.MapFS{"a": {Data: img}, "stuck": {Data: img}, "z": {Data: img}}, forever}
	c := New(Readers())
	c.after = clock(map[string][]int{"stuck": {toOpen}})
	var got []string
	for r := range c.Read(t.Context(), c.Walk(t.Context(), fsys, ""), Options{Timeout: time.Second}) {
		if r.Skip != nil {
			require.Contains(t, r.Skip.Reason, "could not even be opened")
			got = append(got, string(r.Skip.Path)+" skipped")
		} else {
			require.Empty(t, r.Source.Error)
			got = append(got, string(r.Source.Path))
		}
	}
	require.Equal(t, []string{"a", "stuck skipped", "z"}, got)
}

// A log that lies beside a file that was given up is looked at all the same: it may be a hive.
func TestTimeoutLeavesTheLogs(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	img, _ := dirtyHive(t)
	reader := hives()
	reader.Read = func(ctx context.Context, f *File, opt Options, emit func(analyze.Whole)) error {
		if f.Name == "NTUSER.DAT" {
			f.readLogs()
			<-forever
		}
		return readHive(ctx, f, opt, emit)
	}
	c := New([]*Reader{reader})
	c.after = clock(map[string][]int{"NTUSER.DAT": {toRead, toStop}})
	var got []string
	for r := range c.Read(t.Context(), c.Walk(t.Context(), fstest.MapFS{"NTUSER.DAT": {Data: img}, "NTUSER.DAT.LOG": {Data: img}}, ""), Options{Timeout: time.Second}) {
		got = append(got, string(r.Source.Path)+" "+r.Source.Error)
	}
	require.Len(t, got, 2)
	require.Contains(t, got[0], "NTUSER.DAT given up")
	require.Equal(t, "NTUSER.DAT.LOG ", got[1])
}
