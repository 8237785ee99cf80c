package report

import (
	"crypto/sha256"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// Names of the layouts of the JSON documents about stores.
const (
	StoreMatchSchema   = "mapihive/store-match/v1"
	StoreCollectSchema = "mapihive/store-collect/v1"
)

// StoreMatches says which of the data files a path is, and how to spell it.
func StoreMatches(sources []analyze.Snapshot, path hive.Text) *Document {
	d := &Document{Name: "store-match"}
	d.Blocks = blocks(func(p *page) { storeMatchPage(p, sources, path); p.custody(&d.Run, sources) })
	d.Value = func() any {
		return struct {
			Schema string `json:"schema"`
			Run
			Sources []sourceID                   `json:"sources"`
			Path    hive.Text                    `json:"path"`
			Matches iter.Seq[analyze.StoreMatch] `json:"matches"`
		}{StoreMatchSchema, d.Run.utc(), sourceIDs(sources), path, slices.Values(analyze.MatchStores(sources, path))}
	}
	return d
}

func storeMatchPage(p *page, sources []analyze.Snapshot, path hive.Text) {
	p.title("Which PST file a path is")
	p.read(sources)
	p.pair(0, storeGroup, "Path", path.String())
	matches := analyze.MatchStores(sources, path)
	if len(matches) == 0 {
		p.gap()
		p.para(0, "No profile opens a PST file by a path that is known to be, or may be, this one.")
		return
	}
	for i, m := range matches {
		p.gap()
		at := ""
		if len(sources) > 1 {
			at = fmt.Sprintf("[%d] ", m.Source+1)
		}
		p.line(0, "%s%d. %s, %s confidence", at, i+1, matchWords[m.Rung], m.Confidence)
		p.pair(3, storeGroup, "Known as", m.Known.String())
		p.pair(3, storeGroup, "Open it as", m.Open.String())
		names := make([]string, len(m.Profiles))
		for j, name := range m.Profiles {
			names[j] = quote(name)
		}
		p.pair(3, storeGroup, "Profiles", strings.Join(names, ", "))
		if m.Why != "" {
			p.pair(3, storeGroup, "Why", m.Why)
		}
	}
}

// matchWords say on which rung a path is known.
var matchWords = map[string]string{
	analyze.MatchSame:     "the same path, letter by letter",
	analyze.MatchCase:     "another spelling, different in case",
	analyze.MatchSpelling: "another spelling of one path",
	analyze.MatchDisk:     "another path to one file",
	analyze.MatchAlias:    "another path that leads there",
}

// diskWords say what was found at a path.
func diskWords(d *analyze.DataFile) string {
	switch {
	case !d.Found:
		return "no file at " + d.Path.String() + " in what was looked at"
	case d.Note != "":
		return d.OnDisk.String() + ": " + d.Note
	}
	f := &d.PST
	words := []string{strings.TrimSpace(formatNames[f.Format] + " " + strings.ToUpper(f.Client)), english.Grouped(f.Size) + " bytes"}
	if len(f.RecordKey) > 0 {
		words = append(words, "record key "+f.RecordKey.String())
	}
	words = append(words, fmt.Sprintf("header counter %d", f.Unique))
	if f.Maps != "" {
		words = append(words, "allocation maps "+f.Maps)
	}
	if f.Password {
		words = append(words, "has a password")
	}
	if f.Unread != "" {
		words = append(words, f.Unread)
	}
	for _, problem := range f.Problems {
		words = append(words, fmt.Sprintf("%s (offset %d)", problem.What, problem.Offset))
	}
	return d.OnDisk.String() + ": " + strings.Join(words, ", ")
}

var formatNames = map[string]string{"ansi": "ANSI", "unicode": "Unicode", "unicode-4k": "Unicode, 4 KB pages,"}

// StoreCollection is the paths that a collector would have to fetch: one a line, or a target for KAPE.
func StoreCollection(sources []analyze.Snapshot, kape bool) *Document {
	d := &Document{Name: "store-collect", Own: map[string]Writer{"text": func(w io.Writer, _ TextOptions) error {
		paths := analyze.CollectPaths(sources)
		if kape {
			return writeKAPE(w, paths)
		}
		for _, path := range paths {
			if _, err := fmt.Fprintln(w, path); err != nil {
				return err
			}
		}
		return nil
	}}}
	d.Blocks = blocks(func(p *page) {
		p.title("PST and OST files to collect")
		for _, path := range analyze.CollectPaths(sources) {
			p.line(0, "%s", path)
		}
	})
	if !kape {
		d.Value = func() any {
			return struct {
				Schema string `json:"schema"`
				Run
				Sources []sourceID          `json:"sources"`
				Paths   iter.Seq[hive.Text] `json:"paths"`
			}{StoreCollectSchema, d.Run.utc(), sourceIDs(sources), slices.Values(analyze.CollectPaths(sources))}
		}
	}
	return d
}

// writeKAPE writes a target (.tkape). KAPE reads local drives only; the identifier is made of the paths, so that
// equal lists are one target. Text that would not stand in it as it is leaves the path out, with a comment.
func writeKAPE(w io.Writer, paths []hive.Text) error {
	var b strings.Builder
	sum := sha256.New()
	n := 0
	for _, path := range paths {
		folder, base, ok := analyze.SplitLocal(path)
		if !ok {
			fmt.Fprintf(&b, "    # not on a local drive: %s\n", path)
			continue
		}
		if path.String() != string(path) {
			fmt.Fprintf(&b, "    # cannot be written here: %s\n", path)
			continue
		}
		n++
		fmt.Fprintf(sum, "%s\n", string(path))
		fmt.Fprintf(&b, "    -\n        Name: %s\n        Category: Communications\n        Path: %s\n        FileMask: %s\n",
			yamlText(fmt.Sprintf("Outlook data file %d", n)), yamlText(string(folder)), yamlText(string(base)))
	}
	if n == 0 {
		b.WriteString("    [] # no data file on a local drive\n")
	}
	id := sum.Sum(nil)
	id[6], id[8] = id[6]&0x0F|0x80, id[8]&0x3F|0x80 // a UUID of a form of its own (RFC 9562, version 8)
	_, err := fmt.Fprintf(w, "Description: Outlook data files that profiles name\nAuthor: mapihive\nVersion: 1.0\nId: %x-%x-%x-%x-%x\nRecreateDirectories: true\nTargets:\n%s",
		id[:4], id[4:6], id[6:8], id[8:10], id[10:16], b.String())
	return err
}

// yamlText is a text between single quotation marks, in which only they are doubled.
func yamlText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
