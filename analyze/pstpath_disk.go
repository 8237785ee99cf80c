package analyze

import (
	"fmt"
	"slices"

	"mapihive/hive"
)

// diskVerdict is what the disk says of paths.
type diskVerdict int

const (
	diskUnknown diskVerdict = iota
	diskOne                 // they are one file
	diskTwo                 // they are several
)

// file is what was found on the disk at the path of a use, nil where nobody looked.
func (l *pstLook) file(u pstUse) *DataFile {
	if len(l.disk) == 0 {
		return nil
	}
	if d := l.disk[u.name.raised]; d != nil {
		return d
	}
	return l.disk[l.place(&u)]
}

// onDisk says what is known of the files at the paths, and whether that decides. Two files that are alike in all that
// is read of them decide nothing: a collection holds a file with two paths twice.
func (l *pstLook) onDisk(f *pstFinding, uses []pstUse) diskVerdict {
	ids, prints := map[string]bool{}, map[string]bool{}
	found, missing, told := map[hive.Text]bool{}, map[hive.Text]bool{}, map[hive.Text]bool{}
	for _, u := range uses {
		d := l.file(u)
		switch {
		case told[u.name.raised] || d == nil:
			continue
		case d.Found:
			found[d.OnDisk] = true
			if d.ID != "" {
				ids[d.ID] = true
				prints[d.print()] = true
			}
		default:
			missing[u.name.normal] = true
		}
		told[u.name.raised] = true
	}
	if len(missing) > 0 {
		f.tell(sayMissing, quoted(missing))
	}
	switch n := len(firstNormals(uses)); {
	case len(found) < 2 || len(found) != n || len(ids) == 0:
		return diskUnknown
	case len(ids) == 1:
		f.tell(sayDiskOne, quoted(found))
		return diskOne
	case len(ids) == n && len(prints) == n:
		f.tell(sayDiskTwo, len(ids), quoted(found))
		return diskTwo
	case len(ids) == n && len(prints) == 1:
		f.tell(sayDiskAlike, quoted(found))
	}
	return diskUnknown
}

// print is what is compared of two files to see that they are not one.
func (d *DataFile) print() string {
	return fmt.Sprintf("%v %d %d", d.PST.RecordKey, d.PST.Unique, d.PST.Size)
}

// fileID tells the file on the disk from others there, "" where nobody looked or that is not known.
func (l *pstLook) fileID(u *pstUse) string {
	if d := l.file(*u); d != nil {
		return d.ID
	}
	return ""
}

// oneOnDisk judges the uses of paths that are one file on the disk, of which nothing else tells.
func (l *pstLook) oneOnDisk(known map[hive.Text][]pstFinding, all []pstUse) (pstFinding, bool) {
	uses := l.withoutCopies(all)
	names := firstNormals(uses)
	if len(names) < 2 || slices.ContainsFunc(known[uses[0].name.raised], func(f pstFinding) bool { return f.hasAll(uses) }) {
		return pstFinding{}, false
	}
	f := about(ruleAlias, rungDisk, hive.High, uses)
	f.summarize(sayPSTDisk, who(uses), len(names), quoted(names))
	return l.judged(f, uses, "", true)
}

// byNames are the findings by each raised name that they are about.
func byNames(fs []pstFinding) map[hive.Text][]pstFinding {
	out := map[hive.Text][]pstFinding{}
	for _, f := range fs {
		for name := range f.names {
			out[name] = append(out[name], f)
		}
	}
	return out
}

func (f *pstFinding) hasAll(uses []pstUse) bool {
	return !slices.ContainsFunc(uses, func(u pstUse) bool { return !f.names[u.name.raised] })
}

// ownKey is the record key of the file at the path of the uses, where it was read.
func (l *pstLook) ownKey(uses []pstUse) (hive.Hex, bool) {
	for _, u := range uses {
		if d := l.file(u); d != nil && d.Found && isRecordKey(d.PST.RecordKey) {
			return d.PST.RecordKey, true
		}
	}
	return nil, false
}

// diskSpelling is how the file system writes the path of the uses, all of which it has as one file; "" where it is not
// known.
func (l *pstLook) diskSpelling(uses []pstUse) (path hive.Text) {
	for _, u := range uses {
		d := l.file(u)
		if d == nil || !d.Found || d.OnDisk == "" {
			return ""
		}
		if path == "" {
			path = d.OnDisk
		} else if path != d.OnDisk {
			return "" // two paths to it: either is right
		}
	}
	return path
}
