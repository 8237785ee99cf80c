package regf

import (
	"io"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf/translog"
)

// Hive is an open registry hive. It is not safe for concurrent use: reading may add diagnostics.
type Hive struct {
	f       *cells.File
	sha256  string
	touched bool      // reading may have set the access time of the file or of a log
	noHash  bool      // neither the file nor its logs are hashed
	lazy    bool      // no more of it was read than was asked for
	closer  io.Closer // open while the hive is lazy
	root    Key
	way     []step // to the key that was looked up last in the view
	names   names
	emitted int64            // bytes of value data handed out in this pass
	disk    *Hive            // the hive as it lies on disk, where logs were applied
	replay  *translog.Result // nil where no log was looked for
	logs    []Log
}

// Close releases the file of a lazily opened hive, and memory of Options.Spare. Keys and values, and what they gave of
// the evidence's own bytes, must not be used after it.
func (h *Hive) Close() error {
	h.f.Close()
	if h.disk != nil {
		h.disk.f.Close()
	}
	if h.closer == nil {
		return nil
	}
	return h.closer.Close()
}

// Lazy reports whether no more of the hive was read than was asked for.
func (h *Hive) Lazy() bool { return h.lazy && !h.f.Bins.Whole }

// Base returns the base block as stored in the file.
func (h *Hive) Base() BaseBlock { return BaseBlock(h.f.Base) }

// Version is the format version as written in the base block, "1.3"; "" where that could not be read.
func (h *Hive) Version() string { return h.f.Version() }

// FileSize is the size of the hive file in bytes.
func (h *Hive) FileSize() int64 { return h.f.FileSize }

// BinsSize is the number of bytes of hive bins that are read; it differs from the base block's where
// that is damaged or the file is cut off.
func (h *Hive) BinsSize() int64 { return h.f.BinsSize }

// SHA256 is the hash of the whole file in lower-case hex, "" for a hive opened lazily and for a file that
// could not be read whole.
func (h *Hive) SHA256() string { return h.sha256 }

// Touched reports whether reading may have set the access time of the hive file or of one of its logs: the
// system lets only some users read without.
func (h *Hive) Touched() bool { return h.touched }

// EmbeddedName is the tail of the path under which Windows last wrote the hive. It proves nothing.
func (h *Hive) EmbeddedName() hive.Text {
	name, _ := hive.CutNUL(h.f.Base.FileName[:])
	return hive.DecodeUTF16(name)
}

// Diagnostics lists what was found damaged so far: reading is lazy, so a whole account needs Verify first.
func (h *Hive) Diagnostics() []hive.Diagnostic { return h.f.Diagnostics.All() }

// Note adds a diagnostic found by a reader of the hive's contents.
func (h *Hive) Note(d hive.Diagnostic) { h.f.Note(d) }
