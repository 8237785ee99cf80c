package report

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTable(t *testing.T) {
	got, err := table([]string{"#", "profile_name", "SIZE"}, [][]string{
		{"1", "Outlook", "12"},
		{"2", "プロファイル", "1234567"},
		{"3", "", "0"},
		{"10", "a  b", ""},
	}, 0, 2)
	require.NoError(t, err)
	require.Equal(t, []string{
		" #  profile_name     SIZE",
		" 1  Outlook            12",
		" 2  プロファイル  1234567",
		" 3                      0",
		"10  a  b",
	}, got)
}

func TestWidthIgnoresLocale(t *testing.T) {
	t.Setenv("RUNEWIDTH_EASTASIAN", "1")
	t.Setenv("LANG", "ja_JP.UTF-8")
	require.Equal(t, 1, width("§"))
	require.Equal(t, 2, width("日"))
}
