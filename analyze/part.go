package analyze

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// sayPart is said of every finding of a part of a registry, by whatever analyzer.
var sayPart = &Sentence{"The hive is a part of a registry, and where its root key stood is not known: that Outlook looks for profiles here is likely, and not proven.", []Ground{OnPart}}

// IsPart reports whether the source is a part of a user's registry, saved by itself: its profiles are live as far as
// is known.
func (s *Snapshot) IsPart() bool {
	return slices.ContainsFunc(s.Profiles, func(p mapi.Profile) bool { return p.Kind == mapi.SavedPart })
}

// doubtPart lowers the confidence of a finding that rests on what a part of a registry says.
func (f *Finding) doubtPart(parts []bool) {
	if !slices.ContainsFunc(f.Evidence, func(e Evidence) bool { return parts[e.Source] }) {
		return
	}
	f.Confidence = f.Confidence.Weaker(hive.Medium)
	f.tell(sayPart)
}
