package dump

import "mapihive/hive"

// Schema names the layout of the lines of JSONL.
const Schema = "mapihive/dump/v1"

// Line is one kind of line: what its field record says, and a value of the struct that it is written from or, where it
// is written by hand, could be.
type Line struct {
	Record string
	Of     any
}

// Lines are the kinds of lines of JSONL, as a schema describes them.
func Lines() []Line {
	return []Line{{"hive", hiveLine{}}, {"key", keyLine{}}, {"value", valueLine{}}, {"diagnostic", diagnosticLine{}}, {"end", endLine{}}}
}

// hiveLine is the file.
type hiveLine struct {
	Record   string     `json:"record"`
	Path     hive.Text  `json:"path"`
	Absolute hive.Text  `json:"absolute_path,omitempty"`
	Size     int64      `json:"size"`
	SHA256   string     `json:"sha256,omitempty"`
	Format   string     `json:"format"`
	Version  string     `json:"version"`
	Written  hive.Time  `json:"last_written,omitzero"`
	Base     *baseLine  `json:"base_block,omitempty"`
	State    hive.State `json:"state"`
	Below    hive.Path  `json:"below,omitempty"`
	Logs     []logLine  `json:"logs"`
}

// baseLine is of the base block, as the file has it.
type baseLine struct {
	Sequence1 uint32    `json:"sequence_1"`
	Sequence2 uint32    `json:"sequence_2"`
	FileName  hive.Text `json:"file_name,omitempty"`
}

// logLine is a transaction log.
type logLine struct {
	Verdict string    `json:"verdict"`
	Path    hive.Text `json:"path"`
	Size    int64     `json:"size"`
	SHA256  string    `json:"sha256,omitempty"`
	Kind    string    `json:"kind,omitempty"`
	Applied int       `json:"applied"`
	Missing int       `json:"missing,omitempty"`
	Doubts  []string  `json:"doubts,omitempty"`
	Other   bool      `json:"otherHive,omitempty"`
	Note    string    `json:"note,omitempty"`
}

// diagnosticLine is one place where the hive is broken or unusual.
type diagnosticLine struct {
	Record string `json:"record"`
	*hive.Diagnostic
	Damage bool `json:"damage"` // of the hive; else it is a note
}

// endLine ends a dump.
type endLine struct {
	Record string `json:"record"`
	count
}

// keyLine is a key.
//
// jsonlForm.key writes it.
type keyLine struct {
	Record    string    `json:"record"`
	Path      hive.Path `json:"path,omitempty"`
	Name      hive.Text `json:"name"`
	Offset    int64     `json:"offset"`
	Log       hive.Text `json:"log,omitempty"`
	Line      int       `json:"line,omitempty"`
	LastWrite hive.Time `json:"last_write,omitzero"`
	Class     hive.Hex  `json:"class,omitempty"`
	ClassText hive.Text `json:"class_text,omitempty"`
	Flags     uint16    `json:"flags,omitempty"`
	Owner     string    `json:"owner,omitempty"`
	State     string    `json:"state"` // "live" or "recovered"

	PathStatus   hive.PathStatus `json:"path_status,omitempty"`
	ParentOffset int64           `json:"parent_offset,omitempty"`
	ParentLog    hive.Text       `json:"parent_log,omitempty"`
	LiveTwin     bool            `json:"live_twin,omitempty"`
	LostValues   int             `json:"lost_values,omitempty"`
	LostSubkeys  int             `json:"lost_subkeys,omitempty"`
	trustLine
}

// valueLine is a value.
//
// jsonlForm.value writes it.
type valueLine struct {
	Record     string      `json:"record"`
	Path       hive.Path   `json:"path,omitempty"` // of its key
	Name       hive.Text   `json:"name"`
	Type       string      `json:"type"`
	Size       *int        `json:"size,omitempty"` // in bytes; of a secret there is none
	Secret     bool        `json:"secret,omitempty"`
	Masked     bool        `json:"masked,omitempty"`
	Data       *hive.Hex   `json:"data,omitempty"`
	Text       *hive.Text  `json:"text,omitempty"`
	Texts      []hive.Text `json:"texts,omitempty"`
	Number     *uint64     `json:"number,omitempty"`
	Note       string      `json:"note,omitempty"`
	Missing    string      `json:"missing,omitempty"`
	Tombstone  bool        `json:"tombstone,omitempty"`
	Offset     int64       `json:"offset"`
	Log        hive.Text   `json:"log,omitempty"`
	Line       int         `json:"line,omitempty"`
	DataOffset int64       `json:"data_offset,omitempty"`
	DataLog    hive.Text   `json:"data_log,omitempty"`
	State      string      `json:"state"`

	DataStatus hive.DataStatus `json:"data_status,omitempty"`
	trustLine
}

// trustLine is why a recovered record is believed.
type trustLine struct {
	Source     hive.Source     `json:"source,omitempty"`
	Confidence hive.Confidence `json:"confidence,omitempty"`
	Reasons    []string        `json:"reasons,omitempty"`
}
