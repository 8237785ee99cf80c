package hive

// Source says where in the evidence a recovered record stood.
type Source string

const (
	// FreeCell: inside an unallocated cell.
	FreeCell Source = "free-cell"
	// Unreferenced: in an allocated cell that no live record points to, as renaming a key leaves one.
	Unreferenced Source = "unreferenced-cell"
	// NoBin: in a part of the hive bins that is in no bin or not divided into cells.
	NoBin Source = "no-bin"
	// CellSlack: in the unused end of a cell that live records use.
	CellSlack Source = "cell-slack"
	// FileTail: after the hive bins.
	FileTail Source = "tail"
	// ForeignBin: after the hive bins, in a bin that belongs to another hive.
	ForeignBin Source = "foreign-bin"
	// BeforeLog: live in the hive file as it lies on disk, removed by its transaction logs.
	BeforeLog Source = "before-log"
	// LogPage: in a page of a transaction log that a later page replaced, or that was not applied.
	LogPage Source = "log-page"
)

// Words says the source in plain words.
func (s Source) Words() string {
	switch s {
	case FreeCell:
		return "unallocated cells"
	case Unreferenced:
		return "cells that nothing points to any more"
	case NoBin:
		return "parts of the hive bins that are broken"
	case CellSlack:
		return "the unused ends of cells in use"
	case FileTail:
		return "what follows the hive bins in the file"
	case ForeignBin:
		return "bins of another hive, after the end of this one"
	case BeforeLog:
		return "the hive file on disk, before its transaction logs"
	case LogPage:
		return "pages of a transaction log that are not in force"
	}
	return string(s)
}

// DataStatus says how much of a recovered value's data there is. Overwritten data is never shown.
type DataStatus string

const (
	// Intact: all bytes are there and nothing says that they were written over.
	Intact DataStatus = "intact"
	// Partial: the first bytes are there; the rest is another record's or missing.
	Partial DataStatus = "partial"
	// Overwritten: the place belongs to something else now.
	Overwritten DataStatus = "overwritten"
	// Unavailable: the place is outside the evidence.
	Unavailable DataStatus = "unavailable"
)

// PathStatus says how much of a recovered key's path is known.
type PathStatus string

const (
	FullPath    PathStatus = "full"    // up to the root key
	PartialPath PathStatus = "partial" // starts with "?": an ancestor is lost
	UnknownPath PathStatus = "unknown" // nothing above the key itself is known
)

// RecoveredKey is a key that is no longer, or never was, part of the live tree.
type RecoveredKey struct {
	Name         Text
	Path         Path // from the root key; starts with "?" where an ancestor is lost
	PathStatus   PathStatus
	LastWrite    Time  // of the key, not the time of its deletion, which no hive holds; 0 where it is lost
	Place              // of its cell, or of where the cell's header would stand
	ParentOffset int64 // where the parent's cell is or was in the hive after replay; 0 where the record does not tell
	ParentPlace  Place // and where in the evidence that is
	Source       Source
	Confidence   Confidence
	Reasons      []string
	LiveTwin     bool // a live key has the same path: this is an older version of it
	Class        []byte
	Values       []RecoveredValue
	Subkeys      []int // indexes into Recovery.Keys
	Parent       int   // index into Recovery.Keys, -1 where the parent is live or lost
	LostValues   int   // values the key announces that could not be recovered
	LostSubkeys  int   // subkeys the key announces that could not be recovered

	// InHive is its cell as an offset of the hive with its logs applied, whatever file holds it: what tells two
	// records apart.
	InHive int64
}

// RecoveredValue is a value that is no longer part of the live tree.
type RecoveredValue struct {
	Key        Path // path of the live key it was deleted from, `\` for the root key; "" where it belongs to a recovered key or to none known
	Name       Text
	Type       ValueType
	Size       int // bytes of data announced
	Data       []byte
	Status     DataStatus
	Place            // as for RecoveredKey
	DataAt     Place // of the cell of the data; zero for inline data and none
	Source     Source
	Confidence Confidence
	Reasons    []string

	InHive int64 // as for RecoveredKey
}

// Recovery is everything recovered from one hive. Records never stand in it twice, and never if they
// are live.
type Recovery struct {
	Keys   []RecoveredKey   // by source, then offset
	Values []RecoveredValue // of live keys and of no known key, by source, then offset
}

// CountValues is the number of recovered values, those of recovered keys included.
func (r *Recovery) CountValues() int {
	n := len(r.Values)
	for i := range r.Keys {
		n += len(r.Keys[i].Values)
	}
	return n
}

// CountOwn counts the records that are of this hive, and not of another whose bins follow its end.
func (r *Recovery) CountOwn() (keys, values int) {
	for i := range r.Keys {
		if r.Keys[i].Source != ForeignBin {
			keys++
			values += len(r.Keys[i].Values)
		}
	}
	for i := range r.Values {
		if r.Values[i].Source != ForeignBin {
			values++
		}
	}
	return keys, values
}
