package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// A file name that is not UTF-8 can be found again from every output.
func TestNameThatIsNotUTF8(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("file names are text here")
	}
	t.Chdir(t.TempDir())
	const name, shown = "M\xfcller\\xfc.dat", `M\xfcller\u005Cxfc.dat`
	img, plain := hivetest.Build(t, conflict), hivetest.Build(t, noProfile)
	require.NoError(t, os.WriteFile(name, hivetest.Dirty(plain, 2, 1), 0o600))
	require.NoError(t, os.WriteFile(name+".LOG1", hivetest.NewLog(plain, img, 2, 1), 0o600))
	require.NoError(t, os.WriteFile(name+".LOG2", nil, 0o600))
	for _, args := range [][]string{
		{"analyze"}, {"profiles"}, {"stores"}, {"accounts"}, {"timeline"}, {"dump"}, {"stores", "--format", "csv"},
	} {
		status, stdout, stderr := do(append(args, name)...)
		require.Equal(t, 0, status, "%v: %s", args, stderr)
		require.Contains(t, stdout, shown, "%v", args)
		require.NotContains(t, stdout, "\uFFFD", "%v", args)
	}
	status, stdout, _ := do("analyze", "--format", "json", name)
	require.Equal(t, 0, status)
	var doc struct {
		Sources []struct {
			Path string
			Logs []struct{ Path string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &doc))
	require.Equal(t, `M\xfcller\u005cxfc.dat`, doc.Sources[0].Path)
	require.Equal(t, `M\xfcller\u005cxfc.dat.LOG1`, doc.Sources[0].Logs[0].Path)
	require.NotContains(t, stdout, `ufffd`)

	status, _, stderr := do("analyze", name+".LOG1")
	require.Equal(t, 4, status)
	require.Contains(t, stderr, shown+".LOG1: a transaction log, not the hive; give "+shown+"\n")
	_, _, stderr = do("analyze", "-o", name, name)
	require.Contains(t, stderr, `M\xfcller`)
	var out, errs bytes.Buffer
	require.Equal(t, 4, run(context.Background(), []string{"analyze", "lost\xff"}, &out, &errs))
	require.Contains(t, errs.String(), `lost\xff: no such file or folder`)
}
