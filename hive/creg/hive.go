package creg

import (
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/internal/cells"
)

// Hive is an open registry file. It is not safe for concurrent use: reading may add diagnostics.
type Hive struct {
	m       image
	sha256  string
	touched bool
	diags   cells.Diagnostics
	page    *codepage.Page

	keysEnd int64              // of the RGKN, in the file
	signs   map[uint16][]int64 // where in the file an RGDB header may stand, by the number that it says; nil while not needed
	blocks  []block            // in file order
	records []record           // by block and number
	nodes   []node             // the tree: the root first, each key after its parent
	// taken says which four bytes of the RGKN belong to an entry of the tree: the index of its key and one, or 0.
	taken  []int32
	deeper bool // there are keys that are nested too deep, which are left out
}

// TextPage is the code page that names and text are read with.
func (h *Hive) TextPage() *codepage.Page { return h.page }

// Version is the format version as written in the header, "1.0".
func (h *Hive) Version() string { return fmt.Sprintf("%d.%d", u16(h.m, offMajor), u16(h.m, offMinor)) }

// FileSize is the size of the file in bytes.
func (h *Hive) FileSize() int64 { return int64(len(h.m)) }

// SHA256 is the hash of the whole file in lower-case hex, "" for one that could not be read whole, and where none was asked for.
func (h *Hive) SHA256() string { return h.sha256 }

// Touched reports whether reading may have set the access time of the file.
func (h *Hive) Touched() bool { return h.touched }

// Diagnostics lists what was found damaged so far; a whole account needs Verify first.
func (h *Hive) Diagnostics() []hive.Diagnostic { return h.diags.All() }

// Note adds a diagnostic found by a reader of the contents.
func (h *Hive) Note(d hive.Diagnostic) { h.diags.Add(d) }

// State is Damaged where something is broken, else Sound: the format has no mark of an unfinished write.
func (h *Hive) State() hive.State {
	if slices.ContainsFunc(h.diags.Kinds(h.FileSize()), hive.Kind.Damage) {
		return hive.Damaged
	}
	return hive.Sound
}

func (h *Hive) diag(kind hive.Kind, offset int64, structure, message string) {
	h.diags.Add(hive.Diagnostic{Kind: kind, Place: hive.Place{Offset: offset}, Structure: structure, Message: message})
}

// diagKey is diag with the path of the key with that index.
func (h *Hive) diagKey(kind hive.Kind, offset int64, structure string, at int32, message string) {
	h.diags.AddWithPath(hive.Diagnostic{Kind: kind, Place: hive.Place{Offset: offset}, Structure: structure, Message: message},
		func() hive.Path { return Key{h, at}.Path() })
}
