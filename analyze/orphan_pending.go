package analyze

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/winpath"
)

func (o *orphanLook) pendingDeletion(p *mapi.Profile) Finding {
	f := Finding{Rule: rulePendingDeletion, Evidence: []Evidence{profileKey(p)}}
	f.summarize(sayPending, quote(p.Name))
	f.tell(sayPendingHow)
	f.tell(sayPendingUse)
	if !p.LastWrite.IsZero() {
		f.tell(sayPendingWritten, p.LastWrite)
	}
	o.tellPendingTimes(&f, p)
	var doubt *Sentence
	f.Confidence, doubt = o.damage.presence(p.Key)
	if doubt != nil {
		f.tell(doubt)
	}
	o.pendingContents(&f, p)
	return f
}

// tellPendingTimes says what speaks for which way in which a profile came to Deleted Profiles: the state of the hive
// and the ages of its keys.
func (o *orphanLook) tellPendingTimes(f *Finding, p *mapi.Profile) {
	for i := range o.Changes {
		if c := &o.Changes[i]; c.Kind == mapi.MovedToDeleted && c.After.Equal(p.Key) {
			f.tell(sayPendingLog)
		}
	}
	switch o.State {
	case hive.Clean:
		f.tell(sayPendingClean)
	case hive.Replayed:
		f.tell(sayPendingLoaded)
	}
	holder, ok := o.deletedProfiles(p)
	if !ok {
		return
	}
	if newest := newestKey(p).time(); newest != 0 {
		switch {
		case newest > holder.LastWrite+second:
			f.tell(sayPendingUsed, newest, holder.LastWrite)
		case newest+second >= holder.LastWrite:
			f.tell(sayPendingAtOnce, holder.LastWrite)
		default:
			f.tell(sayPendingKept, newest, holder.LastWrite)
		}
	}
	if last, ok := o.activity(p); ok && last.time() <= holder.LastWrite {
		f.tell(sayPendingLast, last.time())
	}
}

// pendingContents says what a profile in Deleted Profiles holds and what to do with it.
func (o *orphanLook) pendingContents(f *Finding, p *mapi.Profile) {
	if p.Empty {
		f.tell(sayPendingEmpty)
		if parts := o.parts[placeOf(p)]; len(parts) > 0 {
			o.tellParts(f, parts)
		}
		f.advise(advisePendingWait)
		f.advise(advisePendingProgram)
		f.advise(advisePendingUnload)
		return
	}
	stores := o.tellStores(f, p)
	if n := len(p.Accounts); n > 0 {
		f.tell(sayPendingAccounts, english.Count(n, "account"))
	}
	o.adviseExport(f, p, sayExportPending)
	f.advise(advisePendingWait)
	if stores {
		f.advise(advisePendingStores)
	} else {
		f.advise(advisePendingSettings)
	}
	f.advise(advisePendingProgram)
	f.advise(advisePendingUnload)
}

// tellStores says which files a pending profile names, and whether a live one names them too.
func (o *orphanLook) tellStores(f *Finding, p *mapi.Profile) bool {
	shared, alone := map[hive.Text]bool{}, map[hive.Text]bool{}
	known := o.liveFiles()
	for i := range p.Paths {
		r := &p.Paths[i]
		switch {
		case r.Source == mapi.SourceSettings: // goes stale when a file moves
		case slices.ContainsFunc(fileKeys(r), func(k fileKey) bool { return known[k] }):
			shared[r.Path] = true
		default:
			alone[r.Path] = true
		}
	}
	if len(shared) > 0 {
		f.tell(sayPendingStores, quoted(shared))
	}
	if len(alone) > 0 {
		say := sayPendingAlone
		if confidence, _ := o.damage.absence(p.Key); confidence != hive.High {
			say = sayPendingAloneRead
		}
		f.tell(say, quoted(alone))
	}
	return len(shared)+len(alone) > 0
}

// identifies reports whether a key can tell one thing from another: it is neither empty nor all zeros or FF bytes.
func identifies(key hive.Hex) bool {
	return slices.ContainsFunc(key, func(b byte) bool { return b != 0 }) && slices.ContainsFunc(key, func(b byte) bool { return b != 0xFF })
}

// fileKey is something by which a data file is known: its path, raised and in normal form, or its record key.
type fileKey struct{ path, record string }

func fileKeys(r *mapi.PathRef) []fileKey {
	normal, _ := winpath.Normal(r.Path)
	keys := []fileKey{{path: string(hive.UpcaseText(normal))}}
	if isRecordKey(r.RecordKey) {
		keys = append(keys, fileKey{record: string(r.RecordKey)})
	}
	return keys
}

// liveFiles are the files that live profiles name.
func (o *orphanLook) liveFiles() map[fileKey]bool {
	if o.files != nil {
		return o.files
	}
	o.files = map[fileKey]bool{}
	for _, ps := range o.live {
		for _, p := range ps {
			for i := range p.Paths {
				for _, k := range fileKeys(&p.Paths[i]) {
					o.files[k] = true
				}
			}
		}
	}
	return o.files
}
