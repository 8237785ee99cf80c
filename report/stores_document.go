package report

import (
	"iter"
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// StoresSchema names the layout of the JSON document that StoresJSON writes.
const StoresSchema = "mapihive/stores/v1"

// Stores is the data files that the sources name: one entry for each file, with its spellings and who uses
// which, and a record for each value that names one.
func Stores(sources []analyze.Snapshot) *Document {
	d := &Document{Name: "stores", Row: storeRecord{}}
	d.Blocks = blocks(func(p *page) { storesPage(p, sources); p.custody(&d.Run, sources) })
	d.Value = func() any { return storesValue(&d.Run, sources) }
	d.Records = func(yield func(Record) bool) {
		if !yieldRun(yield, d, sources) {
			return
		}
		for _, r := range analyze.StoreReferences(sources) {
			if !yield(newStoreRecord(&sources[r.Source], &r)) {
				return
			}
		}
	}
	return d
}

// storeFile is an analyze.StoreFile as it is written.
type storeFile struct {
	Kind       mapi.PathKind                    `json:"kind"`
	Path       hive.Text                        `json:"path"`
	OnDisk     []analyze.DataFile               `json:"on_disk,omitempty"` // what was found where the files were looked at
	References iter.Seq[analyze.StoreReference] `json:"references"`
}

func storesValue(run *Run, sources []analyze.Snapshot) any {
	return struct {
		Schema string `json:"schema"`
		Run
		Sources []sourceID          `json:"sources"`
		Stores  iter.Seq[storeFile] `json:"stores"`
	}{StoresSchema, run.utc(), sourceIDs(sources), each(analyze.StoreFiles(analyze.StoreReferences(sources)), func(f *analyze.StoreFile) storeFile {
		return storeFile{f.Kind, f.Path, f.OnDisk(sources), slices.Values(f.References)}
	})}
}
