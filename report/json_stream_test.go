package report

import (
	"encoding/json"
	"io"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// shelf and its parts are written with lists and, for comparison, with slices.
type shelf[L, B any] struct {
	label
	Name   string    `json:"name"`
	Hidden string    `json:"-"`
	Number *int      `json:"number,omitempty"`
	When   hive.Time `json:"when,omitzero"`
	UID    prop.UID  `json:"uid,omitzero"`
	Empty  []string  `json:"empty,omitempty"`
	Zero   [][]int   `json:"zero,omitzero"`
	Flag   bool      `json:"flag,omitempty"`
	Part   struct {
		Books L `json:"books"`
	} `json:"part"`
	Absent L `json:"absent,omitzero"`
	None   L `json:"none"`
	One    B
	own    int
}

type label struct {
	Name  string `json:"name"` // hidden
	Color string `json:"color"`
	hive.Place
}

type book[L any] struct {
	Title hive.Text `json:"title"`
	Pages L         `json:"pages"`
}

// What is written as it is made has the bytes that encoding/json gives.
func TestJSONIsThatOfTheLibrary(t *testing.T) {
	n := 7
	listed := shelf[iter.Seq[book[iter.Seq[int]]], book[iter.Seq[int]]]{
		label: label{Name: "hidden", Color: "<red>\u202e"}, Name: "a", Number: &n, Zero: [][]int{{1, 2}, {}}, own: 1,
		None: slices.Values([]book[iter.Seq[int]]{}),
		One:  book[iter.Seq[int]]{"x", nil},
	}
	sliced := shelf[[]book[[]int], book[[]int]]{
		label: listed.label, Name: "a", Number: &n, Zero: listed.Zero, own: 1,
		None: []book[[]int]{},
		One:  book[[]int]{"x", []int{}},
	}
	listed.Part.Books = slices.Values([]book[iter.Seq[int]]{{"one", slices.Values([]int{1, 2})}, {"tw\x1b[o", slices.Values([]int{})}})
	sliced.Part.Books = []book[[]int]{{"one", []int{1, 2}}, {"tw\x1b[o", []int{}}}

	want, err := encodeJSON(sliced, "  ")
	require.NoError(t, err)
	require.Equal(t, string(want), string(output(t, func(w io.Writer) error { return writeJSON(w, listed) })))
	require.Equal(t, "{\n  \"L\": []\n}\n", string(output(t, func(w io.Writer) error { return writeJSON(w, struct{ L iter.Seq[int] }{}) })))
	require.Equal(t, "{}\n", string(output(t, func(w io.Writer) error {
		return writeJSON(w, struct {
			L iter.Seq[int] `json:"l,omitempty"`
		}{})
	})))
}

// What stops the writer is told.
func TestJSONOfWhatCannotBeWritten(t *testing.T) {
	err := writeJSON(io.Discard, struct{ L iter.Seq[chan int] }{slices.Values([]chan int{nil})})
	var unsupported *json.UnsupportedTypeError
	require.ErrorAs(t, err, &unsupported)
}
