package creg_test

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// peerList is what cregexport (libcreg-utils) says of a file, in the form of list. Where it is not installed the
// test is skipped.
func peerList(t *testing.T, path string) (lines []string) {
	t.Helper()
	program, err := exec.LookPath("cregexport")
	if err != nil {
		t.Skip("SKIPPED, NO PEER: cregexport is not installed")
	}
	out, err := exec.Command(program, path).Output()
	require.NoError(t, err)
	types := map[string]string{
		"string (REG_SZ)": "REG_SZ", "expandable string (REG_EXPAND_SZ)": "REG_EXPAND_SZ", "binary data (REG_BINARY)": "REG_BINARY",
		"32-bit integer little-endian (REG_DWORD_LITTLE_ENDIAN)": "REG_DWORD", "multi-value string (REG_MULTI_SZ)": "REG_MULTI_SZ",
	}
	var name, typ string
	var data []byte
	value := false
	flush := func() {
		if value {
			lines = append(lines, fmt.Sprintf("%q %s %x", name, typ, data))
		}
		name, typ, data, value = "", "", nil, false
	}
	for line := range strings.SplitSeq(string(out), "\n") {
		switch key, rest, _ := strings.Cut(line, ": "); {
		case key == "Key path":
			flush()
			lines = append(lines, "["+rest+"]")
		case key == "Value":
			flush()
			_, name, _ = strings.Cut(rest, " ")
			if name == "(default)" {
				name = ""
			}
			value = true
		case key == "Type":
			require.Contains(t, types, rest)
			typ = types[rest]
		case value && key == "Data" && typ == "REG_DWORD": // shown as a number only
			n, err := strconv.ParseUint(rest, 10, 32)
			require.NoError(t, err, line)
			data = binary.LittleEndian.AppendUint32(nil, uint32(n))
		case value && len(key) == 8 && len(line) > 58: // a line of the dump: offset, 16 bytes, characters
			b, err := hex.DecodeString(strings.ReplaceAll(line[10:59], " ", ""))
			require.NoError(t, err, line)
			data = append(data, b...)
		}
	}
	flush()
	return lines
}

// An outside reader sees the same keys, values, types and data, in the same order.
func TestPeer(t *testing.T) {
	for _, file := range []string{"USER.DAT", "SYSTEM.DAT"} {
		t.Run(file, func(t *testing.T) {
			path := hivetest.Real(t, "creg/"+file)
			requireSame(t, peerList(t, path), list(t, openReal(t, file)))
		})
	}
	t.Run("built", func(t *testing.T) {
		img, _ := build(t, everyForm)
		path := filepath.Join(t.TempDir(), "USER.DAT")
		require.NoError(t, os.WriteFile(path, img, 0o600))
		requireSame(t, peerList(t, path), list(t, read(t, img)))
	})
}

// requireSame is Equal for long lists: it shows the first difference only.
func requireSame(t *testing.T, want, got []string) {
	t.Helper()
	for i := range min(len(want), len(got)) {
		require.Equal(t, want[i], got[i], "line %d", i)
	}
	require.Len(t, got, len(want))
}
