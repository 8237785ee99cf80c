package hive

// Diagnostic says that the evidence is damaged or unusual at one place and that reading went on. Its kind
// tells damage from a note.
type Diagnostic struct {
	Kind Kind `json:"kind"`
	Place
	Structure string `json:"structure,omitempty"` // base block, hbin, cell, nk, vk, lf, lh, li, ri, db, sk, value-list, file
	Path      Path   `json:"path,omitempty"`      // key path, where known; its tail where very long
	Message   string `json:"message"`
}

// Kind names a kind of damage or of note; the list in kinds.go is closed.
type Kind string
