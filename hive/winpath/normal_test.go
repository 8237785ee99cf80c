package winpath

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestNormal(t *testing.T) {
	for _, c := range []struct {
		in, want hive.Text
		full     bool
	}{
		{`C:\Mail\a.pst`, `C:\Mail\a.pst`, true},
		{`C:/Mail/a.pst`, `C:\Mail\a.pst`, true},
		{`C:\Mail\\a.pst`, `C:\Mail\a.pst`, true},
		{`C:\\Mail\a.pst`, `C:\Mail\a.pst`, true},
		{`C:\Mail\.\a.pst`, `C:\Mail\a.pst`, true},
		{`C:\Mail\Old\..\a.pst`, `C:\Mail\a.pst`, true},
		{`C:\..\..\a.pst`, `C:\a.pst`, true},
		{`C:\`, `C:\`, true},
		{`C:\a.pst.`, `C:\a.pst`, true},
		{`C:\a.pst ... `, `C:\a.pst`, true},
		{`C:\Mail.\a.pst`, `C:\Mail\a.pst`, true},
		{`C:\Mail..\a.pst`, `C:\Mail..\a.pst`, true}, // only a single full stop goes from within
		{`C:\Mail \a.pst`, `C:\Mail \a.pst`, true},   // a space stays within
		{`C:\...\a.pst`, `C:\...\a.pst`, true},       // three full stops are a name
		{` C:\a.pst`, ` C:\a.pst`, false},            // a leading space is part of a name

		{`\\server\share\a.pst`, `\\server\share\a.pst`, true},
		{`//server/share/a.pst`, `\\server\share\a.pst`, true},
		{`\\server\share\..\..\a.pst`, `\\server\share\a.pst`, true},
		{`\\server\\share\a.pst`, `\\server\share\a.pst`, true},
		{`\\server`, `\\server`, false},
		{`\\\server\share\a.pst`, `\\\server\share\a.pst`, false},

		{`\\?\C:\Mail\a.pst`, `C:\Mail\a.pst`, true},
		{`\\?\UNC\server\share\a.pst`, `\\server\share\a.pst`, true},
		{`\\?\unc\server\share\a.pst`, `\\server\share\a.pst`, true},
		{`\\.\C:\Mail\..\a.pst`, `C:\a.pst`, true},
		{`//?/C:/Mail/../a.pst`, `C:\a.pst`, true},
		{`\\?\C:\Mail\..\a.pst`, `\\?\C:\Mail\..\a.pst`, true}, // literal: ".." is no parent here
		{`\\?\C:\a.pst.`, `\\?\C:\a.pst.`, true},               // literal: another file than C:\a.pst
		{`\\?\C:/a.pst`, `\\?\C:/a.pst`, true},
		{`\\?\UNC\?\C:\a.pst`, `\\?\UNC\?\C:\a.pst`, true},
		{`\\?\Volume{0}\a.pst`, `\\?\Volume{0}\a.pst`, true},

		{`a.pst`, `a.pst`, false},
		{`.\a.pst`, `a.pst`, false},
		{`..\x\..\a.pst`, `..\a.pst`, false},
		{`\Mail\a.pst`, `\Mail\a.pst`, false},
		{`C:a.pst`, `C:a.pst`, false},
		{`.\C:\a.pst`, `.\C:\a.pst`, false},
		{`%USERPROFILE%\a.pst`, `%USERPROFILE%\a.pst`, false},
		{`C:\%x%\a.pst`, `C:\%x%\a.pst`, true},
		{``, `.`, false},
	} {
		got, full := Normal(c.in)
		require.Equal(t, c.want, got, "%q", string(c.in))
		require.Equal(t, c.full, full, "%q", string(c.in))
	}
}

func FuzzNormal(f *testing.F) {
	for _, s := range []string{
		``, `.`, `C:\a\..\b.`, `\\?\UNC\s\h\x`, `//?/c:/a /. .`, `\\.\UNC\.\x\y`, `.\C:\x`, `C:a\..\..`, `\\s\h\. .`,
		`a\... `, `%x%\y`, `\\s\h`, `\\s.d\h\x.y`, `\\?\h\x`, `\\\h\x`, "\\\\?\\C:\\\xed\xa0\x80", `a \b\..`, `\\?\\\?\C:\`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, full := Normal(hive.Text(s))
		if isPlain(s) {
			var steps Steps
			slow, slowFull := normalize(s, &steps)
			require.Equal(t, s, slow)
			require.Equal(t, []any{true, Steps(0)}, []any{slowFull, steps})
		}
		twice, fullTwice := Normal(once)
		require.Equal(t, once, twice)
		require.Equal(t, full, fullTwice)
	})
}
