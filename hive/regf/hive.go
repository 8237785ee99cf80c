package regf

import (
	"fmt"
	"io"

	"mapihive/hive"
	"mapihive/hive/internal/base"
	"mapihive/hive/regf/translog"
)

// BaseBlock is the decoded base block of a hive file.
type BaseBlock = base.Block

// Hive is an open registry hive. It is not safe for concurrent use: reading may add diagnostics.
type Hive struct {
	base        BaseBlock
	fileSize    int64
	sha256      string
	touched     bool      // reading may have set the access time of the file or of a log
	file        io.Closer // open while the hive is lazy
	img         *image
	binsSize    int64 // bytes of hive bins that are used
	binsGuessed bool  // binsSize was taken from the file, not from the base block
	baseLost    bool  // the base block could not be read
	truncated   bool
	bins        binMap
	cellHeader  int  // bytes before a cell's data: 4, or 8 in format 1.1
	cellAlign   int  // cell sizes are multiples of this: 8, or 16 in format 1.1
	wide        bool // all names are UTF-16 (format 1.1)
	root        Key
	diags       diagnostics
	emitted     int64            // bytes of value data handed out in this pass
	disk        *Hive            // the hive as it lies on disk, where logs were applied
	replay      *translog.Result // nil where no log was looked for
	logs        []Log
	survey      *survey // what Verify found in use; nil while it has not begun
	steps       int64   // places looked at to get over damage; tests hold it to be linear
}

// Close releases the file of a lazily opened hive. Keys and values must not be used after it.
func (h *Hive) Close() error {
	if h.file == nil {
		return nil
	}
	return h.file.Close()
}

// Base returns the base block as stored in the file.
func (h *Hive) Base() BaseBlock { return h.base }

// Version is the format version as written in the base block, "1.3"; "" where that could not be read.
func (h *Hive) Version() string {
	if h.baseLost {
		return ""
	}
	return fmt.Sprintf("%d.%d", h.base.Major, h.base.Minor)
}

// FileSize is the size of the hive file in bytes.
func (h *Hive) FileSize() int64 { return h.fileSize }

// BinsSize is the number of bytes of hive bins that are read; it differs from the base block's where
// that is damaged or the file is cut off.
func (h *Hive) BinsSize() int64 { return h.binsSize }

// SHA256 is the hash of the whole file in lower-case hex, "" for a hive opened lazily and for a file that
// could not be read whole.
func (h *Hive) SHA256() string { return h.sha256 }

// Touched reports whether reading may have set the access time of the hive file or of one of its logs: the
// system lets only some users read without.
func (h *Hive) Touched() bool { return h.touched }

// EmbeddedName is the tail of the path under which Windows last wrote the hive. It proves nothing.
func (h *Hive) EmbeddedName() hive.Text {
	name, _ := hive.CutNUL(h.base.FileName[:])
	return hive.DecodeUTF16(name)
}

// Diagnostics lists what was found damaged so far: reading is lazy, so a whole account needs Verify first.
func (h *Hive) Diagnostics() []hive.Diagnostic { return h.diags.all() }

// Note adds a diagnostic found by a reader of the hive's contents.
func (h *Hive) Note(d hive.Diagnostic) {
	d.Path = tailPath(d.Path)
	h.diags.add(d)
}

// diag says what is wrong at an offset of the hive, and where in the evidence that is. It reports whether that
// is new.
func (h *Hive) diag(kind hive.Kind, offset int64, structure, message string) bool {
	at, ok := h.evidence(offset)
	d := hive.Diagnostic{Kind: kind, Place: at, Structure: structure, Message: message}
	if !ok {
		d.Message += fmt.Sprintf(" (at %d of the hive after replay, which is in no file)", offset)
		return h.diags.addOnce(d, diagKey{kind: kind, lost: offset})
	}
	return h.diags.add(d)
}

// diagKey is diag with the path of the key whose nk cell is at rel; other cells give no path.
func (h *Hive) diagKey(kind hive.Kind, offset int64, structure string, rel uint32, message string) {
	if h.diag(kind, offset, structure, message) {
		if c, ok := h.cellAt(rel); ok && signed(c.payload, "nk", nkFixed) {
			h.diags.list[len(h.diags.list)-1].Path = tailPath(Key{h: h, rel: rel, rec: c.payload}.Path())
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
