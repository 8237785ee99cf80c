package analyze

import (
	"cmp"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
)

// raceEnvironment weighs what shows that several sessions of the account, or a service, were possible. Nothing of it
// proves that two were there at one time, so that all traces of sessions together count once.
func (o *orphanLook) raceEnvironment(w *weighing) {
	weight := 1
	say := func(facts []hive.Fact, s *Sentence) {
		if len(facts) == 0 {
			return
		}
		w.support(weight, []Evidence{{Fact: slices.MinFunc(facts, compareFacts)}}, s)
		weight = 0
	}
	var ports, lost, sessions []hive.Fact
	for _, p := range o.Context.Printers {
		if p.Redirected != "" {
			ports = append(ports, p.Fact)
		}
	}
	for _, p := range o.Context.LostPrinters {
		lost = append(lost, p.Fact)
	}
	for _, x := range o.Context.Sessions {
		if x.Kind != ntuser.ServerSync {
			sessions = append(sessions, x.Fact)
		}
	}
	say(ports, sayRemotePrinter)
	say(lost, sayRemotePrinterLost)
	say(sessions, sayRemoteSession)
	if home, ok := o.Context.Service(); ok && len(home.Facts) > 0 {
		w.support(1, []Evidence{{Fact: slices.MinFunc(home.Facts, compareFacts)}}, sayServiceHive, quote(home.Text))
	}
}

// raceRivals weighs the other explanations, by name.
func (o *orphanLook) raceRivals(w *weighing, g *gone) {
	for _, x := range o.Context.Sessions {
		if x.Kind == ntuser.ServerSync { // for the race as much as for the rival
			w.rival(0, []Evidence{{Fact: x.Fact}}, sayRivalShadow, x.Time)
			break
		}
	}
	if len(o.Context.UEV) > 0 {
		w.rival(1, []Evidence{{Fact: slices.MinFunc(o.Context.UEV, compareFacts)}}, sayRivalUEV)
	}
	for _, x := range o.preparedFor(g.Root) {
		w.rival(1, []Evidence{{Fact: x.Fact}}, sayRivalPrepared, x.Fact.Value)
		break
	}
	backup := hive.UpcaseText("BACKUP OF " + g.Name) // "BACKUP OF <name>" is what a .prf run makes of a profile
	if ps := slices.DeleteFunc(slices.Clone(o.named[backup]), func(p *mapi.Profile) bool { return p.State == hive.Recovered }); len(ps) > 0 {
		w.rival(1, []Evidence{profileKey(ps[0])}, sayRivalBackup, quote(ps[0].Name))
	}
	if g.Part {
		return
	}
	if live := o.live[placeOf(g.Profile)]; len(live) > 0 && anotherInstance(live[0], g.Profile) {
		w.rival(1, []Evidence{profileKey(live[0])}, sayRivalAgain)
	}
	files, known := 0, o.liveFiles()
	for i := range g.Paths {
		if g.Paths[i].Source == mapi.SourceSettings {
			continue
		}
		if !slices.ContainsFunc(fileKeys(&g.Paths[i]), func(k fileKey) bool { return known[k] }) {
			return
		}
		files++
	}
	if files > 0 {
		w.rival(1, nil, sayRivalFiles)
	}
}

func compareFacts(a, b hive.Fact) int {
	return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Value, b.Value), a.Place.Compare(b.Place), cmp.Compare(a.Text, b.Text))
}
