package analyze

import (
	"slices"

	"mapihive/hive"
)

// The reasons for which a value that was read may not be the one that stood in the registry.
const (
	doubtDirty = "dirty"
	doubtHere  = "here" // the hive is damaged at the key or above it
)

func doubtOf(d Damage, key hive.Path) string {
	switch {
	case d.Near(key):
		return doubtHere
	case d.state == hive.Dirty:
		return doubtDirty
	}
	return ""
}

// doubt lowers the confidence of a finding about a value, and says why, once, with the one or the other sentence.
func (f *Finding) doubt(why string, here, dirty *Sentence) {
	say, most := here, hive.Low
	switch why {
	case "":
		return
	case doubtDirty:
		say, most = dirty, hive.Medium
	}
	if f.Confidence == hive.High || most == hive.Low {
		f.Confidence = most
	}
	if !slices.ContainsFunc(f.said, func(x said) bool { return x.sentence == say }) {
		f.tell(say)
	}
}

// doubtRows lowers the confidence to that of the least sure row.
func (f *Finding) doubtRows(rows []Row, here, dirty *Sentence) {
	for _, why := range []string{doubtHere, doubtDirty} {
		if slices.ContainsFunc(rows, func(r Row) bool { return r.about(aboutDoubt) == why }) {
			f.doubt(why, here, dirty)
		}
	}
}
