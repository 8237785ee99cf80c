package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// withoutHead is a dump or export without its comments.
func withoutHead(out string) string {
	return regexp.MustCompile(`(?m)^[#;].*\n`).ReplaceAllString(out, "")
}

// A dump of one live key, and an export of a live profile, read no more of the hive than these need, say so, and are
// the same.
func TestOneLiveThing(t *testing.T) {
	desk(t)
	img, l := hivetest.BuildLayout(t, generations)
	require.NoError(t, os.WriteFile("gen.dat", img, 0o666))
	require.NoError(t, os.WriteFile("hash.dat", hivetest.Apply(img, l, hivetest.LHBadHash(wms+`\Profiles`)), 0o666))
	require.NoError(t, os.WriteFile("dirty.dat", hivetest.Dirty(img, 2, 1), 0o666))
	require.NoError(t, os.WriteFile("logged.dat", hivetest.Dirty(img, 2, 1), 0o666))
	require.NoError(t, os.WriteFile("logged.dat.LOG1", hivetest.NewLog(img, hivetest.Build(t, generations+"[Added]\n"), 1, 1), 0o666))
	const part = "read in part: what was asked for"
	key := wms + `\Profiles\Mail`
	for _, c := range []struct {
		file, part string // whether it says that it was read in part
	}{{"gen.dat", part}, {"dirty.dat", part}, {"hash.dat", ""}, {"logged.dat", ""}} { // in hash.dat only the name tells
		status, all, stderr := do("dump", c.file)
		require.Zero(t, status, stderr)
		status, one, stderr := do("dump", "--live", c.file, key)
		require.Zero(t, status, stderr)
		body := withoutHead(one)
		require.NotEmpty(t, body)
		require.Contains(t, all, strings.TrimSpace(body), c.file)
		require.Equal(t, c.part != "", strings.Contains(one, part), one)
		require.Equal(t, c.part == "", strings.Contains(one, "# sha256 "), one)

		status, whole, stderr := do("export", c.file, "--profile", "Mail", "--root", "wms", "--as", "reg-utf8", "--offset", offsetOf(t, one))
		require.Zero(t, status, stderr)
		status, live, stderr := do("export", c.file, "--profile", "Mail", "--root", "wms", "--as", "reg-utf8", "--state", "live")
		require.Zero(t, status, stderr)
		require.Equal(t, withoutHead(whole), withoutHead(live))
		require.Contains(t, whole, "; sha256: ")
		require.Equal(t, c.file == "logged.dat", strings.Contains(live, "; sha256: "), live)
		require.NotContains(t, live, "bytes, clean", "nobody looked")
	}
	status, _, stderr := do("dump", "--live", "gen.dat", wms+`\Profiles\None`)
	require.Equal(t, 5, status)
	require.Contains(t, stderr, "the closest above it is")
}

func offsetOf(t *testing.T, dump string) string {
	at := regexp.MustCompile(`@(\d+)`).FindStringSubmatch(dump)
	require.NotNil(t, at, dump)
	return at[1]
}
