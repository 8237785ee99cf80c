package analyze

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/regf/translog"
)

// Suffixes of texts that stand beside a case and belong to it: the hive file on disk, to whose transaction log the
// case then leads, and another copy of the user's hive, older or younger by the times in it.
const (
	onDiskText = ".disk.reg"
	copyText   = ".copy.reg"
)

// CaseFiles are the cases in testdata, without the texts that belong to another.
func CaseFiles(t testing.TB) []string {
	files, err := filepath.Glob("testdata/*.reg")
	require.NoError(t, err)
	files = slices.DeleteFunc(files, func(file string) bool {
		return strings.HasSuffix(file, onDiskText) || strings.HasSuffix(file, copyText)
	})
	require.NotEmpty(t, files)
	return files
}

// ReadCase makes hives of a case and of what belongs to it, and takes their snapshots; wants are those of the texts, by
// snapshot.
func ReadCase(t testing.TB, file string) (sources []Snapshot, wants [][]hivetest.Want) {
	t.Helper()
	stem := strings.TrimSuffix(file, ".reg")
	image, own := readText(t, file)
	var logs []translog.Input
	if _, err := os.Stat(stem + onDiskText); err == nil {
		const seq = 7
		disk, _ := readText(t, stem+onDiskText)
		logs = []translog.Input{{Path: stem + ".LOG1", Slot: translog.LOG1, Data: hivetest.NewLog(disk, image, seq, 1)}}
		image = hivetest.Dirty(disk, seq+1, seq)
	}
	sources, wants = []Snapshot{TakeImage(t.Context(), file, image, logs...)}, [][]hivetest.Want{own}
	if _, err := os.Stat(stem + copyText); err == nil {
		image, more := readText(t, stem+copyText)
		sources, wants = append(sources, TakeImage(t.Context(), stem+copyText, image)), append(wants, more)
	}
	return sources, wants
}

func readText(t testing.TB, file string) ([]byte, []hivetest.Want) {
	t.Helper()
	tree, err := hivetest.ParseFile(file)
	require.NoError(t, err)
	image, err := tree.Image()
	require.NoError(t, err)
	return image, tree.Wants
}
