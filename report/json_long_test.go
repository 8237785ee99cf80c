package report

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// A long list of a value is written element by element, as encoding/json writes it whole, and never held as text.
func TestLongListsAreNotHeld(t *testing.T) {
	type leaf struct {
		Name string `json:"name"`
		Text string `json:"text,omitempty"`
	}
	type middle struct {
		*leaf
		Leaves []leaf `json:"leaves"`
	}
	type root struct {
		Middles []middle `json:"middles"`
		Few     []leaf   `json:"few,omitempty"`
	}
	var v root
	for range 2 {
		m := middle{}
		for i := range 20 * longList {
			m.Leaves = append(m.Leaves, leaf{Name: fmt.Sprintf("<%d>", i)})
		}
		v.Middles = append(v.Middles, m)
	}
	v.Middles = append(v.Middles, middle{leaf: &leaf{Name: "x"}, Leaves: []leaf{}}, middle{})
	want, err := encodeJSON(v, "  ")
	require.NoError(t, err)
	var b bytes.Buffer
	j := newJSONWriter(&b)
	require.NoError(t, j.document(v))
	require.Equal(t, string(want), b.String())
	require.Less(t, j.b.Cap(), len(want)/100)
}
