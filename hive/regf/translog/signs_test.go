package translog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSigns(t *testing.T) {
	head := func(fileType byte, magic string) []byte {
		b := make([]byte, HeadSize)
		copy(b, "regf")
		b[28] = fileType
		copy(b[HeadSize-4:], magic)
		return b
	}
	for _, c := range []struct {
		name         string
		head         []byte
		entry, typed bool
	}{
		{"hive", head(0, ""), false, false},
		{"log of entries", head(6, "HvLE"), true, true},
		{"log with a bitmap", head(1, "DIRT"), true, true},
		{"log of Windows 2000, header only", head(2, ""), false, true},
		{"wrong file type", head(0, "HvLE"), true, false},
		{"unknown file type", head(3, "hvle"), false, false},
		{"log of one sector", head(6, "HvLE")[:HeadSize-1], false, true},
		{"cut in the base block", head(6, "")[:28], false, false},
		{"empty", nil, false, false},
	} {
		entry, typed := Signs(c.head)
		require.Equal(t, []bool{c.entry, c.typed}, []bool{entry, typed}, c.name)
	}
}

func TestHiveOf(t *testing.T) {
	for log, want := range map[string]string{
		"NTUSER.DAT.LOG1": "NTUSER.DAT", "x/ntuser.dat.log": "x/ntuser.dat", "a.Log2": "a", ".log": "",
	} {
		got, ok := HiveOf(log)
		require.True(t, ok, log)
		require.Equal(t, want, got)
	}
	for _, name := range []string{"NTUSER.DAT", "a.LOG3", "LOG1", "a.log1.bak", ""} {
		_, ok := HiveOf(name)
		require.False(t, ok, name)
	}
}
