package regf

import (
	"fmt"

	"mapihive/hive"
)

// note adds what a reader of the hive's contents found.
func (f *file) note(d hive.Diagnostic) {
	d.Path = tailPath(d.Path)
	f.diags.add(d)
}

// diag says what is wrong at an offset of the hive, and where in the evidence that is. It reports whether that
// is new.
func (f *file) diag(kind hive.Kind, offset int64, structure, message string) bool {
	at, ok := f.evidence(offset)
	d := hive.Diagnostic{Kind: kind, Place: at, Structure: structure, Message: message}
	if !ok {
		d.Message += fmt.Sprintf(" (at %d of the hive after replay, which is in no file)", offset)
		return f.diags.addOnce(d, diagKey{kind: kind, lost: offset})
	}
	return f.diags.add(d)
}

// diagKey is diag with the path of the key whose nk cell is at rel; other cells give no path.
func (f *file) diagKey(kind hive.Kind, offset int64, structure string, rel uint32, message string) {
	if f.diag(kind, offset, structure, message) {
		if c, ok := f.cellAt(rel); ok && signed(c.payload, "nk", nkFixed) {
			f.diags.list[len(f.diags.list)-1].Path = tailPath(f.keyPath(rel, c.payload))
		}
	}
}

// tailPath cuts a very long path to its end.
func tailPath(p hive.Path) hive.Path {
	if len(p) <= maxDiagnosticPath {
		return p
	}
	return "..." + p[len(p)-maxDiagnosticPath:]
}
