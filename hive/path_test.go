package hive

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// oddNames are names that a path has to escape, or that look like its escapes.
var oddNames = []Text{
	"", `\`, `\\x`, `a\b`, `x\`, "u005C", "u005Cx", "u0000", "u0075", "u0075005C", `x\u005C`, `u005C\`, `\u0075`, "u005d",
	"\x00", "u", "?", "plain", "Müller", "\xed\xa0\x80",
}

func TestPathParts(t *testing.T) {
	for _, c := range []struct {
		path, parent Path
		base         Text
		names        int
	}{
		{``, ``, ``, 0},
		{`A`, ``, `A`, 1},
		{`A\B`, `A`, `B`, 2},
		{`A\B\C`, `A\B`, `C`, 3},
		{`A\B\u005CC`, `A`, `B\C`, 2},
		{`A\\u0075005C`, `A`, `u005C`, 2},
		{`A\\u005C`, `A`, `\`, 2},
		{`\u005C`, ``, `\`, 1},
		{`\u0000`, ``, ``, 1},
		{`A\u00`, `A`, `u00`, 2},
		{`A\u005c`, `A`, `u005c`, 2}, // no escape: they are in upper case
	} {
		require.Equal(t, c.parent, c.path.Parent(), "%q", string(c.path))
		require.Equal(t, c.base, c.path.Base(), "%q", string(c.path))
		require.Len(t, slices.Collect(c.path.Names()), c.names, "%q", string(c.path))
	}
}

func TestPathOddNames(t *testing.T) {
	seen := map[Path][2]Text{}
	for _, a := range oddNames {
		for _, b := range oddNames {
			pathRoundTrip(t, a, b)
			raised := Path("").Join(a).Join(b).Raised()
			if have, twice := seen[raised]; twice {
				require.True(t, EqualFold(have[0], a) && EqualFold(have[1], b), "%q stands for two keys", string(raised))
			}
			seen[raised] = [2]Text{a, b}
		}
	}
}

func FuzzPath(f *testing.F) {
	for _, name := range oddNames {
		f.Add(string(name), "u005C")
	}
	f.Fuzz(func(t *testing.T, a, b string) { pathRoundTrip(t, Text(a), Text(b)) })
}

func pathRoundTrip(t *testing.T, a, b Text) {
	t.Helper()
	parent := Path("").Join(a)
	path := parent.Join(b)
	require.Equal(t, parent, path.Parent(), "%q", string(path))
	require.Equal(t, Path(""), parent.Parent(), "%q", string(path))
	require.Equal(t, b, path.Base(), "%q", string(path))
	require.Equal(t, []Text{a, b}, slices.Collect(path.Names()), "%q", string(path))

	raised := path.Raised()
	require.Equal(t, []Text{UpcaseText(a), UpcaseText(b)}, slices.Collect(raised.Names()), "%q", string(path))
	require.Equal(t, raised, raised.Raised())
	require.True(t, raised.Equal(path))
	require.True(t, raised.Within(raised.Parent()) && raised.Within(raised) && raised.Within(""))
	require.False(t, raised.Parent().Within(raised))

	if !strings.Contains(string(a+b), `\`) && a != "" && b != "" {
		require.Equal(t, path, PlainPath(a+`\`+b))
	}
	doc, err := json.Marshal(path)
	require.NoError(t, err)
	if wellFormed := DecodeUTF16(EncodeUTF16(Text(path))) == Text(path); wellFormed {
		var back Path
		require.NoError(t, json.Unmarshal(doc, &back))
		require.Equal(t, path, back)
	}
}

func TestPathWithin(t *testing.T) {
	for _, c := range []struct {
		p, q Path
		want bool
	}{
		{`A\B`, `A`, true}, {`A`, `A`, true}, {`A`, ``, true}, {``, ``, true}, {`A\\u005C`, `A`, true},
		{`AB`, `A`, false}, {`A`, `A\B`, false}, {`A\u005CB`, `A`, false},
	} {
		require.Equal(t, c.want, c.p.Within(c.q), "%q in %q", string(c.p), string(c.q))
	}
}

func TestPathLost(t *testing.T) {
	for p, want := range map[Path]bool{`?`: true, `?\A`: true, `A\?`: false, `?A`: false, ``: false} {
		require.Equal(t, want, p.Lost(), "%q", string(p))
	}
}
