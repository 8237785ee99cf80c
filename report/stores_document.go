package report

import (
	"io"
	"iter"
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// StoresSchema names the layout of the JSON document that StoresJSON writes.
const StoresSchema = "mapihive/stores/v1"

// storesDocument is the data files that the sources name: one entry for each file, with its spellings and who uses
// which, and a record for each value that names one.
func storesDocument(sources []analyze.Snapshot) *Document {
	return &Document{
		Name:   "stores",
		Blocks: blocks(func(p *page) { storesPage(p, sources) }),
		Value:  func() any { return storesValue(sources) },
		Records: func(yield func(Record) bool) {
			if !yieldSources(yield, sources) {
				return
			}
			for _, r := range analyze.StoreReferences(sources) {
				if !yield(newStoreRecord(&sources[r.Source], &r)) {
					return
				}
			}
		},
		Row: storeRecord{},
	}
}

// Stores writes the data files that the sources name as text.
func Stores(w io.Writer, sources []analyze.Snapshot, o TextOptions) error {
	return writeText(w, storesDocument(sources).Blocks, o)
}

// StoresJSON writes them as one indented document.
func StoresJSON(w io.Writer, sources []analyze.Snapshot) error {
	return writeJSON(w, storesValue(sources))
}

// StoresCSV writes a row for each value that names a data file.
func StoresCSV(w io.Writer, sources []analyze.Snapshot) error {
	d := storesDocument(sources)
	return writeRows(w, d.Row, d.Records)
}

// storeFile is an analyze.StoreFile as it is written.
type storeFile struct {
	Kind       mapi.PathKind                    `json:"kind"`
	Path       hive.Text                        `json:"path"`
	References iter.Seq[analyze.StoreReference] `json:"references"`
}

func storesValue(sources []analyze.Snapshot) any {
	return struct {
		Schema  string              `json:"schema"`
		Sources []sourceID          `json:"sources"`
		Stores  iter.Seq[storeFile] `json:"stores"`
	}{StoresSchema, sourceIDs(sources), each(analyze.StoreFiles(analyze.StoreReferences(sources)), func(f *analyze.StoreFile) storeFile {
		return storeFile{f.Kind, f.Path, slices.Values(f.References)}
	})}
}

// sourceID is what a list says about a hive: which bytes were read, and how whole they are.
type sourceID struct {
	Path   hive.Text  `json:"path"`
	SHA256 string     `json:"sha256,omitempty"`
	Size   int64      `json:"size"`
	State  hive.State `json:"state,omitempty"`
	Error  string     `json:"error,omitempty"`
}

func sourceIDs(sources []analyze.Snapshot) []sourceID {
	out := make([]sourceID, len(sources))
	for i := range sources {
		s := &sources[i]
		out[i] = sourceID{Path: s.Path, SHA256: s.SHA256, Size: s.Size, State: s.State, Error: Unread(s)}
	}
	return out
}
