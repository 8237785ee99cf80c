package analyze

import (
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// staleDeletion says that a profile in Deleted Profiles outlived later work of MAPI in its root. What the session
// that deleted it wrote last belongs to the deletion, hence the hour.
func (o *orphanLook) staleDeletion(p *mapi.Profile) (Finding, bool) {
	last, ok := o.activity(p)
	if !ok {
		return Finding{}, false
	}
	f := Finding{Rule: ruleStaleDeletion}
	f.cite(profileKey(p))
	f.summarize(sayStale, quote(p.Name))
	w := weighing{f: &f}
	most, doubt := o.damage.presence(p.Key)
	holder, dated := o.deletedProfiles(p)
	since := holder.LastWrite
	if dated {
		if last.time() < since+hour {
			return Finding{}, false
		}
		f.cite(last.evidence())
		w.support(2, []Evidence{holder}, sayStaleDated, since, last.time())
	} else {
		since = newestKey(p).time()
		if since == 0 || last.time() < since+hour {
			return Finding{}, false
		}
		f.cite(last.evidence())
		w.support(1, nil, sayStaleOwn, since, last.time())
		most = hive.Low
	}
	if last.time() >= since+day {
		w.support(1, nil, sayStaleDay)
	}
	if last.time() >= since+30*day {
		w.support(1, nil, sayStaleMonth)
	}
	if home, ok := o.Context.Service(); ok && len(home.Facts) > 0 {
		w.rival(1, []Evidence{{Fact: home.Facts[0]}}, sayStaleService, quote(home.Text))
	}
	w.judge(2, 4, most)
	if doubt != nil {
		f.tell(doubt)
	}
	o.pendingContents(&f, p)
	return f, true
}
