package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"

	"mapihive/analyze"
	"mapihive/hive"
)

// Schema names the layout of a line, and what a line begins with.
const Schema = schemas + "v1"

const schemas = "mapihive/snapshot/"

// Record says what a line is of.
type Record string

// Records. A reader passes over what it does not know.
const (
	OfRun     Record = "run"     // what made the lines behind it
	OfSource  Record = "source"  // a snapshot
	OfSkipped Record = "skipped" // what was not read
	OfCovered Record = "covered" // what else was met below one of the paths
	OfFile    Record = "file"    // the lines before it, back to the last such, are all there is of a file
	OfEnd     Record = "end"     // of a run that came to its end
)

// Line is one line of a snapshot file. It has the one part that its record names.
type Line struct {
	Schema string    `json:"schema"`
	Record Record    `json:"record"`
	At     At        `json:"at"`
	Under  hive.Text `json:"under,omitempty"` // the path that was given
	Host   hive.Text `json:"host,omitempty"`  // the computer, where the run was told

	Run     *Run              `json:"run,omitempty"`
	Source  *analyze.Snapshot `json:"source,omitempty"`
	Skipped *Skipped          `json:"skipped,omitempty"`
	Covered *Covered          `json:"covered,omitempty"`
	File    *Key              `json:"file,omitempty"`
	End     *End              `json:"end,omitempty"`
}

// At is where a line stands in its run: the number of the path that was given, of the file below it, and of what
// came out of that, each counted from 0. Lines of all shards have the places of the whole run.
type At [3]int

// Run is what made lines, and how. Lines of equal runs belong together.
type Run struct {
	Tool    string      `json:"tool"`
	Version string      `json:"version"`
	Options Options     `json:"options,omitzero"`
	Paths   []hive.Text `json:"paths,omitempty"` // as given
	Shard   Shard       `json:"shard,omitzero"`
}

// Options are those that decide what is in the snapshots.
type Options struct {
	NoLogs  bool        `json:"no_logs,omitempty"`
	NoHash  bool        `json:"no_hash,omitempty"`
	Live    bool        `json:"live,omitempty"`
	Quick   bool        `json:"quick,omitempty"`
	Logs    hive.Text   `json:"logs,omitempty"`
	Include []hive.Text `json:"include,omitempty"`
	Exclude []hive.Text `json:"exclude,omitempty"`
	Files   []hive.Text `json:"files,omitempty"`
	Host    hive.Text   `json:"host,omitempty"`
}

// Skipped is an input that was not read.
type Skipped struct {
	Path   hive.Text `json:"path"`
	Reason string    `json:"reason"`
	Failed bool      `json:"failed,omitempty"` // it may have been evidence
	Log    bool      `json:"log,omitempty"`    // it is a transaction log, or may be one
}

// Covered is what was met below a path beside sources and what was skipped.
type Covered struct {
	Folder bool  `json:"folder,omitempty"` // the path is a folder
	Files  int   `json:"files,omitempty"`  // looked at
	Links  int   `json:"links,omitempty"`  // not followed
	Held   bool  `json:"held,omitempty"`   // there was evidence, or something that could not be looked at
	Others int   `json:"others,omitempty"` // files that are no evidence
	Shard  Shard `json:"shard,omitzero"`   // counts are of this one alone
}

// Key tells a file, and whether it is still what lines are of.
type Key struct {
	Path  hive.Text `json:"path"`  // absolute, without symbolic links
	Shown hive.Text `json:"shown"` // as a user finds it
	State string    `json:"state"` // size and time of its last change, its logs too

	Others int  `json:"others,omitempty"` // so many files that were looked at with it are no evidence
	Alone  bool `json:"alone,omitempty"`  // its logs were not looked at with it
	Again  bool `json:"again,omitempty"`  // it could not be read whole, and is to be read again
}

// End is the end of a run.
type End struct {
	Lines int `json:"lines"` // how many came before it, since the last end
}

// Looks reports whether a file begins as one of snapshots, of whatever version.
func Looks(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	for _, begin := range []string{`{"schema":"` + schemas, `{"schema": "` + schemas, `{"` + carried + `":"{\"schema\":\"` + schemas} {
		if bytes.HasPrefix(head, []byte(begin)) {
			return true
		}
	}
	return false
}

// carried is the column of a row of other programs in which a line stands as text, so that they leave it alone.
const carried = "Snapshot"

// head is what is looked at first of a line.
type head struct {
	Schema  string          `json:"schema"`
	Record  Record          `json:"record"`
	At      At              `json:"at"`
	Under   hive.Text       `json:"under"`
	Host    hive.Text       `json:"host"`
	Run     json.RawMessage `json:"run"`
	Source  json.RawMessage `json:"source"`
	Skipped json.RawMessage `json:"skipped"`
	Covered json.RawMessage `json:"covered"`
	File    json.RawMessage `json:"file"`
	End     json.RawMessage `json:"end"`
}

// part is what the record of a line names.
func (h *head) part() json.RawMessage {
	switch h.Record {
	case OfRun:
		return h.Run
	case OfSource:
		return h.Source
	case OfSkipped:
		return h.Skipped
	case OfCovered:
		return h.Covered
	case OfFile:
		return h.File
	case OfEnd:
		return h.End
	}
	return nil
}

// bare takes a line out of the row that carries it.
func bare(b []byte) ([]byte, error) {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\ufeff")))
	if !bytes.HasPrefix(b, []byte(`{"`+carried+`"`)) {
		return b, nil
	}
	var row struct{ Snapshot string }
	if err := json.Unmarshal(b, &row); err != nil {
		return nil, errNoJSON
	}
	return bytes.TrimSpace([]byte(row.Snapshot)), nil
}

// headOf reads the head of a line.
func headOf(b []byte) (h head, err error) {
	if err := weigh(b, shapeOf[Line]()); err != nil {
		return h, err
	}
	if err := json.Unmarshal(b, &h); err != nil {
		return h, errNoJSON
	}
	switch {
	case h.Schema == "":
		return h, fmt.Errorf("it names no schema, such as %s", Schema)
	case h.Schema != Schema:
		return h, fmt.Errorf("it is of the schema %q, and this program reads %s; read it with the version that wrote it, or a later one", h.Schema, Schema)
	case h.At[0] < 0 || h.At[1] < 0 || h.At[2] < 0:
		return h, fmt.Errorf("it stands at a place below 0")
	}
	return h, nil
}

// Decode reads a line. The error says what is wrong with it, for whoever has the file.
func Decode(b []byte) (*Line, error) {
	b, err := bare(b)
	if err != nil {
		return nil, err
	}
	if _, err := headOf(b); err != nil {
		return nil, err
	}
	l := &Line{}
	if err := json.Unmarshal(b, l); err != nil {
		return nil, fmt.Errorf("it is no line that mapihive wrote: %s", oddity(err))
	}
	return l, l.check()
}

// check refuses what no run writes, so that nothing else need be prepared for it.
func (l *Line) check() error {
	parts := map[Record]bool{
		OfRun: l.Run != nil, OfSource: l.Source != nil, OfSkipped: l.Skipped != nil,
		OfCovered: l.Covered != nil, OfFile: l.File != nil, OfEnd: l.End != nil,
	}
	if has, known := parts[l.Record]; known && !has {
		return fmt.Errorf("it is called a line of the record %q and has none", l.Record)
	}
	return plain(l)
}
