package cells

import (
	"fmt"

	"mapihive/hive"
)

// Note adds what a reader of the hive's contents found.
func (f *File) Note(d hive.Diagnostic) {
	f.Diagnostics.Add(d)
}

// Diag says what is wrong at an offset of the hive, and where in the evidence that is. It reports whether that
// is new.
func (f *File) Diag(kind hive.Kind, offset int64, structure, message string) bool {
	at, ok := f.Evidence(offset)
	d := hive.Diagnostic{Kind: kind, Place: at, Structure: structure, Message: message}
	if !ok {
		d.Message += fmt.Sprintf(" (at %d of the hive after replay, which is in no file)", offset)
		return f.Diagnostics.addOnce(d, diagKey{kind: kind, lost: offset})
	}
	return f.Diagnostics.Add(d)
}

// DiagKey is diag with the path of the key whose nk cell is at rel; other cells give no path.
func (f *File) DiagKey(kind hive.Kind, offset int64, structure string, rel uint32, message string) {
	if f.Diag(kind, offset, structure, message) {
		if c, ok := f.CellAt(rel); ok && Signed(c.Payload, "nk", NKFixed) {
			f.Diagnostics.List[len(f.Diagnostics.List)-1].Path = tailPath(f.KeyPath(rel, c.Payload))
		}
	}
}

// tailPath cuts a very long path to its end.
func tailPath(p hive.Path) hive.Path {
	if len(p) <= MaxDiagnosticPath {
		return p
	}
	return "..." + p[len(p)-MaxDiagnosticPath:]
}
