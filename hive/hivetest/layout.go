package hivetest

// Layout says where things lie in an image. Every offset is a file offset, and a cell is named by the
// offset of its size field; Body gives the offset of its data. 0 stands for "none".
type Layout struct {
	Minor   int
	Bins    []int             // bins in file order
	Keys    map[string]*KeyAt // live keys by path; "" is the root
	Paths   []string          // live paths in the order the keys were written
	Deleted []DeletedRecord   // a key stands before its values
}

// KeyAt is where the parts of a live key lie.
type KeyAt struct {
	Path      string
	Cell      int   // nk
	Class     int   // class name
	Security  int   // sk
	ValueList int   // list of vk
	List      int   // subkey list: ri or the only leaf
	Leaves    []int // li, lf or lh
	Values    []*ValueAt
}

// ValueAt is where the parts of a live value lie.
type ValueAt struct {
	Name     string
	Cell     int   // vk
	Data     int   // data cell or db; none for data kept in the vk
	Segments int   // segment list of a db
	Segment  []int // segments of a db
}

// DeletedRecord is a key or value that was written and then freed.
type DeletedRecord struct {
	Path        string // path of the key, or of the key that had the value
	IsValue     bool
	ValueName   string
	OfDeleted   bool   // value: its key was deleted with it
	Type        uint32 // value
	Data        []byte // value
	LastWritten uint64 // key
	Cell        int    // nk or vk as it was
	DataCell    int    // value: data cell or db as it was

	RecordReused bool // the record's cell is overwritten, in part or in whole
	DataReused   bool // the same for the data (any segment)

	spans, dataSpans [][2]int
}

// Body is the file offset of a cell's data.
func (l *Layout) Body(cell int) int {
	if l.Minor == 1 {
		return cell + 8
	}
	return cell + 4
}

// Value returns the value of the given name, or nil.
func (k *KeyAt) Value(name string) *ValueAt {
	for _, v := range k.Values {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// markReused notes that [from, to) now belongs to somebody else.
func (l *Layout) markReused(from, to int) {
	hit := func(spans [][2]int) bool {
		for _, s := range spans {
			if from < s[1] && s[0] < to {
				return true
			}
		}
		return false
	}
	for i := range l.Deleted {
		d := &l.Deleted[i]
		d.RecordReused = d.RecordReused || hit(d.spans)
		d.DataReused = d.DataReused || hit(d.dataSpans)
	}
}

// findDeleted returns the deleted record that a Reuse means, or nil.
func (l *Layout) findDeleted(r *Reuse) *DeletedRecord {
	for i := range l.Deleted {
		d := &l.Deleted[i]
		if d.Path == r.Path && d.IsValue == r.IsValue && d.ValueName == r.Value {
			return d
		}
	}
	return nil
}
