package collect

import (
	"os"
	"path/filepath"
	"testing/fstest"
)

// writeTo writes files to a folder.
func writeTo(dir string, files fstest.MapFS) error {
	for name, f := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(at, f.Data, 0o666); err != nil {
			return err
		}
	}
	return nil
}
