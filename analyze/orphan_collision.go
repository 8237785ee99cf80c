package analyze

import (
	"maps"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

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
