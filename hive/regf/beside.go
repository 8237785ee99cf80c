package regf

import (
	"io/fs"
	"os"
	"path/filepath"

	"mapihive/hive/regf/translog"
)

// logsBeside reads the logs that lie beside the hive at path. Where path is a symbolic link they lie beside
// its target; only where there are none, those that lie beside the link itself are taken.
func logsBeside(path string) ([]translog.Input, []translog.Note) {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if target, err := filepath.EvalSymlinks(path); err == nil {
			if logs, notes := findLogs(target); len(logs) > 0 {
				return logs, notes
			}
		}
	}
	return findLogs(path)
}
