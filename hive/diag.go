package hive

import "fmt"

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

// diagnostics collects what is damaged: each (kind, place) once, the first maxDiagnostics whole.
type diagnostics struct {
	list    []Diagnostic
	seen    map[diagKey]struct{}
	dropped map[Kind]int
}

type diagKey struct {
	kind Kind
	at   Place
	lost int64 // offset in the replayed hive of bytes that are in no file
}

// add keeps d unless its kind was already said of its place. It reports whether d is new, so that
// callers work out a path only for what is kept.
func (ds *diagnostics) add(d Diagnostic) bool {
	return ds.addOnce(d, diagKey{kind: d.Kind, at: d.Place})
}

func (ds *diagnostics) addOnce(d Diagnostic, k diagKey) bool {
	if _, ok := ds.seen[k]; ok {
		return false
	}
	if len(ds.list) >= maxDiagnostics {
		if ds.dropped == nil {
			ds.dropped = map[Kind]int{}
		}
		ds.dropped[d.Kind]++
		return false
	}
	if ds.seen == nil {
		ds.seen = map[diagKey]struct{}{}
	}
	ds.seen[k] = struct{}{}
	ds.list = append(ds.list, d)
	return true
}

// all returns the kept diagnostics followed by one summary for each kind of which some were dropped.
func (ds *diagnostics) all() []Diagnostic {
	out := ds.list[:len(ds.list):len(ds.list)]
	for _, doc := range KindDocs() {
		if n := ds.dropped[doc.Kind]; n > 0 {
			out = append(out, Diagnostic{Kind: KindLimit, Message: fmt.Sprintf("%d more diagnostics of kind %s are not listed", n, doc.Kind)})
		}
	}
	return out
}
