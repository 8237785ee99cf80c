package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGeneratedTableIsCurrent(t *testing.T) {
	tsv, err := os.ReadFile("../../tags.tsv")
	require.NoError(t, err)
	want, err := os.ReadFile("../../tags_gen.go")
	require.NoError(t, err)
	got, err := generate(string(tsv))
	require.NoError(t, err)
	require.True(t, string(want) == string(got), `tags_gen.go is not what tags.tsv gives: run "go generate" in hive/mapi/prop`)
}

func TestBadRows(t *testing.T) {
	for _, line := range []string{
		"0x3001\tPT_UNICODE\tPR_X",
		"3001x\tPT_UNICODE\tPR_X\t\t\t\t\t\tref",
		"0x3001\tPT_TSTRING\tPR_X\t\t\t\t\t\tref",
		"0x3001\tPT_UNICODE\tPR_X\t\tnowhere\t\t\t\tref",
		"0x3001\tPT_UNICODE\tPR_X\t\t\tmaybe\t\t\tref",
		"0x3001\tPT_BINARY\tPR_X\t\t\t\t\tnowhere\tref",
		"0x3001\tPT_UNICODE\tPR_X\t\t\t\t\tservices\tref",
	} {
		_, err := generate(line + "\n")
		require.Error(t, err, line)
	}
}
