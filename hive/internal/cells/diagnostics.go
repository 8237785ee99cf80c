package cells

import (
	"fmt"
	"slices"

	"mapihive/hive"
)

// Diagnostics collects what is damaged: each (kind, place) once, the first MaxDiagnostics whole.
type Diagnostics struct {
	List    []hive.Diagnostic
	seen    map[diagKey]struct{}
	dropped map[hive.Kind]int
}

type diagKey struct {
	kind hive.Kind
	at   hive.Place
	lost int64 // offset in the replayed hive of bytes that are in no file
}

// Add keeps d unless its kind was already said of its place, and reports whether it did.
func (ds *Diagnostics) Add(d hive.Diagnostic) bool {
	return ds.addOnce(d, diagKey{kind: d.Kind, at: d.Place})
}

// AddWithPath is Add for a diagnostic whose path is worked out only if it is kept.
func (ds *Diagnostics) AddWithPath(d hive.Diagnostic, path func() hive.Path) {
	if ds.Add(d) {
		ds.List[len(ds.List)-1].Path = tailPath(path())
	}
}

func (ds *Diagnostics) addOnce(d hive.Diagnostic, k diagKey) bool {
	if _, ok := ds.seen[k]; ok {
		return false
	}
	if len(ds.List) >= MaxDiagnostics {
		if ds.dropped == nil {
			ds.dropped = map[hive.Kind]int{}
		}
		ds.dropped[d.Kind]++
		return false
	}
	if ds.seen == nil {
		ds.seen = map[diagKey]struct{}{}
	}
	ds.seen[k] = struct{}{}
	d.Path = tailPath(d.Path)
	ds.List = append(ds.List, d)
	return true
}

// All returns the kept diagnostics followed by one summary for each kind of which some were dropped.
func (ds *Diagnostics) All() []hive.Diagnostic {
	out := ds.List[:len(ds.List):len(ds.List)]
	for _, doc := range hive.KindDocs() {
		if n := ds.dropped[doc.Kind]; n > 0 {
			out = append(out, hive.Diagnostic{Kind: hive.KindLimit, Message: fmt.Sprintf("%d more diagnostics of kind %s are not listed", n, doc.Kind)})
		}
	}
	return out
}

// Has reports whether something of one of these kinds was found, also if it was counted only.
func (ds *Diagnostics) Has(kinds ...hive.Kind) bool {
	return slices.ContainsFunc(kinds, func(kind hive.Kind) bool {
		return ds.dropped[kind] > 0 || slices.ContainsFunc(ds.List, func(d hive.Diagnostic) bool { return d.Kind == kind })
	})
}

// Kinds lists the kinds of all diagnostics about the hive, also of those that were counted only. What could
// not be read behind the end of the bins, offset end of the file, is no part of it.
func (ds *Diagnostics) Kinds(end int64) []hive.Kind {
	var kinds []hive.Kind
	for _, doc := range hive.KindDocs() {
		said := func(d hive.Diagnostic) bool {
			return d.Kind == doc.Kind && (d.Kind != hive.KindUnreadable || d.Offset < end)
		}
		if ds.dropped[doc.Kind] > 0 || slices.ContainsFunc(ds.List, said) {
			kinds = append(kinds, doc.Kind)
		}
	}
	return kinds
}
