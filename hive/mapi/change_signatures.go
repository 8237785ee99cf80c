package mapi

import (
	"bytes"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// formerSignatures returns the signatures of before that after does not have alike.
func formerSignatures(before, after *Profile) (out []Signature) {
	type place struct {
		section prop.UID
		value   hive.Text
	}
	at := func(s *Signature) place { return place{s.Section, hive.UpcaseText(s.Fact.Value)} }
	is := map[place]*Signature{}
	for i := range after.Signatures {
		is[at(&after.Signatures[i])] = &after.Signatures[i]
	}
	for _, was := range before.Signatures {
		if now := is[at(&was)]; now == nil || !sameSignature(&was, now) {
			was.Fact.State = hive.Recovered
			out = append(out, was)
		}
	}
	return out
}

// sameSignature reports whether one value of a section is the same signature of the same store in two states.
func sameSignature(a, b *Signature) bool {
	return a.Type == b.Type && bytes.Equal(a.Bytes, b.Bytes) && bytes.Equal(a.RecordKey, b.RecordKey) && bytes.Equal(a.EntryID, b.EntryID) &&
		a.OSTPath == b.OSTPath && a.PSTPath == b.PSTPath && a.Mailbox == b.Mailbox && a.Server == b.Server
}
