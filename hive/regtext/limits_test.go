package regtext

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// repeated yields one text again and again, then another.
type repeated struct {
	head, text string
	times      int
	tail       string
	rest       io.Reader
}

func (r *repeated) Read(b []byte) (int, error) {
	if r.rest == nil {
		parts := []io.Reader{strings.NewReader(r.head)}
		block := strings.Repeat(r.text, 1+(1<<16)/len(r.text))
		for left := len(r.text) * r.times; left > 0; left -= len(block) {
			parts = append(parts, strings.NewReader(block[:min(left, len(block))]))
		}
		r.rest = io.MultiReader(append(parts, strings.NewReader(r.tail))...)
	}
	return r.rest.Read(b)
}

const top = heading + "\n[HKEY_CURRENT_USER\\A]\n"

// What is huge ends, and takes no more memory than it says something.
func TestHugeTexts(t *testing.T) {
	big, many := 64<<20, 4<<20
	if testing.Short() {
		big, many = 17<<20, 1<<18
	}
	for name, c := range map[string]struct {
		in   repeated
		note hive.Kind
		room uint64 // MiB allocated in all
	}{
		"a line of a comment":      {repeated{head: top + ";", text: "x", times: big}, "text-line", 150},
		"a name that is not ended": {repeated{head: top + `"`, text: "x", times: big}, "text-line", 150},
		"a line of bytes":          {repeated{head: top + `"v"=hex:`, text: "00,", times: big / 3}, "text-line", 150},
		"a line of backslashes":    {repeated{head: top + `"v"="`, text: `\\`, times: big / 2}, "text-line", 150},
		"a key line":               {repeated{head: top + `[HKEY_CURRENT_USER\`, text: `k\`, times: big / 2, tail: "]"}, "text-line", 150},
		"brackets":                 {repeated{head: top, text: "[", times: big}, "text-line", 150},
		"no lines":                 {repeated{head: top, text: "\n", times: many}, "", 10},
		"lines of nothing":         {repeated{head: top, text: "x\n", times: many / 2}, "text-line", 100},
		"continued for ever":       {repeated{head: top + `"v"=hex:`, text: "00,\\\n", times: many / 5}, "", 100},
		"continued by nothing":     {repeated{head: top + "\"v\"=hex:00,\\\n", text: "\n", times: many}, "", 10},
		"broken continuations":     {repeated{head: top, text: "\"v\"=hex:00,\\\n\\\n", times: many / 16}, "text-line", 100},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			f, err := Read(t.Context(), &c.in, Options{})
			runtime.ReadMemStats(&after)
			require.NoError(t, err)
			require.Less(t, (after.TotalAlloc-before.TotalAlloc)>>20, c.room)
			require.LessOrEqual(t, len(f.Hives[0].Diagnostics()), maxNotes+2)
			if c.note != "" {
				require.Contains(t, strings.Join(notes(f), " "), string(c.note))
			}
		})
	}
}

// A million values, and a million removals of them, take steps in proportion.
func TestManyValues(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 50_000
	}
	var b bytes.Buffer
	b.WriteString(top)
	for i := range n {
		fmt.Fprintf(&b, "\"v%d\"=dword:1\n", i)
	}
	for i := range n / 2 {
		fmt.Fprintf(&b, "\"V%d\"=-\n", i)
	}
	for i := range n / 2 {
		fmt.Fprintf(&b, "[HKEY_CURRENT_USER\\A\\k%d]\n[-HKEY_CURRENT_USER\\a\\K%d]\n", i, i)
	}
	f, err := Read(t.Context(), &b, Options{})
	require.NoError(t, err)
	keys, values := f.Hives[0].Counts()
	require.Equal(t, []int{2, n / 2}, []int{keys, values})
	k, _ := f.Hives[0].root.Subkey("A")
	_, ok := k.Value(hive.Text(fmt.Sprintf("v%d", n-1)))
	require.True(t, ok)
	require.Len(t, f.Hives[0].Diagnostics(), maxNotes+1)
}

func TestLimits(t *testing.T) {
	f := readText(t, top+strings.Repeat("\"v\"=dword:1\n", 3))
	require.Empty(t, notes(f))

	deep := readText(t, heading+"\n[HKEY_CURRENT_USER"+strings.Repeat(`\k`, hive.MaxDepth+1)+"]\n\"v\"=dword:1\n")
	require.Equal(t, []string{"2 depth", "3 text-line"}, notes(deep))

	var many strings.Builder
	many.WriteString(heading + "\n")
	for i := range maxHives + 1 {
		fmt.Fprintf(&many, "[HKEY_USERS\\S-1-5-21-%d]\n", i)
	}
	f = readText(t, many.String())
	require.Len(t, f.Hives, maxHives)
	require.Len(t, f.Notes, 1)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Read(ctx, strings.NewReader(top+strings.Repeat("\n", 1000)), Options{})
	require.ErrorIs(t, err, context.Canceled)

	_, err = Read(t.Context(), io.MultiReader(strings.NewReader(top), brokenReader{}), Options{})
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }
