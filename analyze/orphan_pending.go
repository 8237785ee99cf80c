package analyze

import (
	"maps"
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
	var doubt *Sentence
	f.Confidence, doubt = o.damage.presence(p.Key)
	if doubt != nil {
		f.tell(doubt)
	}
	if p.Empty {
		f.tell(sayPendingEmpty)
		if parts := o.parts[placeOf(p)]; len(parts) > 0 {
			o.tellParts(&f, parts)
		}
		f.advise(advisePendingWait)
		f.advise(advisePendingProgram)
		return f
	}
	stores := o.tellStores(&f, p)
	if n := len(p.Accounts); n > 0 {
		f.tell(sayPendingAccounts, english.Count(n, "account"))
	}
	o.adviseExport(&f, p, sayExportPending)
	f.advise(advisePendingWait)
	if stores {
		f.advise(advisePendingStores)
	} else {
		f.advise(advisePendingSettings)
	}
	f.advise(advisePendingProgram)
	return f
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

func (o *orphanLook) nameCollision(p *mapi.Profile, live []*mapi.Profile) Finding {
	f := Finding{Rule: ruleNameCollision, Evidence: []Evidence{profileKey(p)}}
	f.summarize(sayCollision, quote(p.Name))
	f.tell(sayCollisionReadings)
	confidence, doubt := o.damage.presence(p.Key)
	f.Confidence = hive.Medium
	if confidence != hive.High {
		f.Confidence = hive.Low
	}
	instances := map[*Sentence]bool{}
	for _, l := range live {
		f.Evidence = append(f.Evidence, profileKey(l))
		switch {
		case !identifies(p.Instance) || !identifies(l.Instance):
			instances[sayInstancesUnknown] = true
		case string(p.Instance) == string(l.Instance):
			instances[sayInstancesEqual] = true
		default:
			instances[sayInstancesDiffer] = true
		}
	}
	if len(instances) == 1 { // of several keys of one name in a damaged hive, nothing is said
		for s := range maps.Keys(instances) {
			f.tell(s)
		}
	}
	if doubt != nil {
		f.tell(doubt)
	}
	o.adviseExport(&f, live[0], sayExportLive)
	if !p.Empty {
		o.adviseExport(&f, p, sayExportPending)
	}
	f.advise(adviseCollisionLook)
	f.advise(advisePendingProgram)
	return f
}
