package office

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestVersion(t *testing.T) {
	ascending := []string{"8.0", "8.5", "9.0", "12.0", "14.0", "16.0", "123.0"}
	for i, name := range ascending {
		v, ok := ParseVersion(name)
		require.True(t, ok, name)
		require.Zero(t, v.Compare(v), name)
		if i > 0 {
			before, _ := ParseVersion(ascending[i-1])
			require.Positive(t, v.Compare(before), name)
			require.Negative(t, before.Compare(v), name)
		}
	}
	for _, name := range []string{"", ".", "16", "16.", ".0", "16.00", "016.0", "0.0", "1234.0", "16.0.1", "x.0", "16.x", "-1.0", "+1.0", "16 .0", "Common", "wms", "win9x"} {
		_, ok := ParseVersion(name)
		require.False(t, ok, name)
	}
}

func TestOutlook(t *testing.T) {
	for version, want := range map[string]string{
		"8.5": "Outlook 98 (8.5)", "12.0": "Outlook 2007 (12.0)", "14.0": "Outlook 2010 (14.0)", "16.0": "Outlook 2016 or later (16.0)",
		"13.0": "Outlook 13.0", "17.0": "Outlook 17.0", "wms": "wms", "016.0": "016.0", "": "",
	} {
		require.Equal(t, want, Outlook(version))
	}
}

func TestDataFile(t *testing.T) {
	for path, want := range map[hive.Text]string{
		`C:\Mail\a.pst`: "pst", `a.OST`: "ost", `C:\Mail\groups.nst`: "nst", `a.est`: "", `.pst`: "pst", `a.pst.bak`: "", `a.pst\b`: "", `apst`: "", `pst`: "", ``: "", `a.xst`: "",
	} {
		require.Equal(t, want, DataFile(path), "%q", string(path))
	}
}
