package analyze

import (
	"fmt"
	"testing"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/ntuser"
)

func init() { moreSentenceCases = append(moreSentenceCases, goneSentenceCases) }

// service adds a message service with a section of its own.
func service(section byte) profileOption {
	return func(p *mapi.Profile) {
		uid := prop.UID{0: 0xC0, 15: section}
		p.Services = append(p.Services, mapi.Service{UID: uid, Key: p.Key.Join(hive.Text(uid.String())), Listed: true})
	}
}

// accountWithout adds an account whose message service does not exist in the profile.
func accountWithout(section byte) profileOption {
	return func(p *mapi.Profile) {
		uid := prop.UID{0: 0xC0, 15: section}
		p.Faults = append(p.Faults, mapi.Fault{Kind: mapi.AccountWithoutService, UID: uid, Number: 1, Fact: hive.Fact{Key: p.Key.Join("a"), Value: "Service UID"}})
	}
}

func at(t hive.Time) profileOption { return func(p *mapi.Profile) { p.LastWrite = t } }

func removedPart(p *mapi.Profile) { p.State, p.Part = hive.Recovered, true }

// aside moves the profile to a key that somebody renamed.
func aside(p *mapi.Profile) {
	p.State, p.Key = hive.KeptAside, hive.Path(wms+`\Profiles-Backup`).Join(p.Name)
}

// inHome says that the hive is that of a service account.
func inHome(s *Snapshot) {
	s.Context.Homes = []ntuser.Claim{{Text: `C:\Windows\ServiceProfiles\LocalService`, Confidence: hive.High, Facts: []hive.Fact{{Key: "Shell Folders", Value: "Personal"}}}}
}

// of one user: whose hive it is and when it was last written.
func ofUser(sid string, name hive.Text, t hive.Time, profiles ...mapi.Profile) Snapshot {
	s := source(profiles...)
	s.Path, s.Written, s.User = hive.Text(fmt.Sprintf("%d.DAT", t/day)), t, User{Name: name, SID: sid}
	fact := []hive.Fact{{Text: "owner"}}
	if sid != "" {
		s.Context.SIDs = []ntuser.Claim{{Text: hive.Text(sid), Confidence: hive.High, Facts: fact}}
	}
	if name != "" {
		s.Context.Names = []ntuser.Claim{{Text: name, Confidence: hive.High, Facts: fact}}
	}
	return s
}

const aliceSID = "S-1-5-21-1-2-3-1001"

// lostDefault is a default that a program made, marked for deletion and gone.
func lostDefault() Snapshot {
	return withDefault(source(profile("A", service(1)), profile("Scan-4711", deleted, recovered, service(2), instance(keyA))), "wms", wms, "Scan-4711")
}

// goneSentenceCases are states that no registry text in testdata has.
func goneSentenceCases(*testing.T) (out []sentenceCase) {
	add := func(name string, change func(*Snapshot), sources ...Snapshot) {
		if change != nil {
			change(&sources[0])
		}
		out = append(out, sentenceCase{name, &Case{Sources: sources}})
	}
	add("default kept aside", nil, withDefault(source(profile("B", aside)), "wms", wms, "B"))
	add("stale by its own time", nil, source(profile("A", at(60*day)), profile("B", deleted, at(day))))
	add("written where it stands deleted", func(s *Snapshot) { s.Roots[0].DeletedWrite = day }, withDefault(source(profile("A", at(day)), profile("B", deleted, at(2*day))), "wms", wms, "A"))
	add("stale of a service", func(s *Snapshot) {
		s.Roots[0].DeletedWrite = day
		inHome(s)
	}, withDefault(source(profile("A", at(2*day)), profile("B", deleted)), "wms", wms, "A"))
	add("a log of another hive", func(s *Snapshot) {
		s.Changes = []mapi.Change{{Kind: mapi.Disappeared, Profile: "B", Root: "wms", Before: s.Profiles[1].Key}}
		s.Logs = []Log{{Applied: 1, Doubts: []string{"the name"}}}
	}, source(profile("A"), profile("B", recovered)))
	add("half of what was marked by name", nil, source(
		profile("A", missing("01023d0e", 1), instance(keyA)),
		profile("A", removedPart, func(p *mapi.Profile) {
			p.Services = []mapi.Service{{UID: prop.UID{15: 1}, Key: p.Key.Join("x")}}
		}), profile("A", deleted, instance(keyB))))
	var family []mapi.Profile
	for i := range fewest {
		family = append(family, profile(hive.Text(fmt.Sprintf("Job-%d", 4711+i)), instance(digits(fmt.Sprintf("4%d", i)))))
	}
	add("one of many", nil, withDefault(source(append(family, profile("Job-4800", deleted, recovered, service(2)))...), "wms", wms, "Job-4800"))
	add("many, live and marked", nil, source(append(family, profile("Job-4711", deleted), profile("Job-4900", missing("01023d0e", 1)))...))
	var lost []mapi.Profile
	for i := range fewest {
		lost = append(lost, profile(hive.Text(fmt.Sprintf("Job-%d", 4711+i)), recovered))
	}
	add("many, all gone", nil, source(lost...))
	add("an account without its service", nil, source(profile("A", accountWithout(2)), profile("Scan-4711", recovered, service(2))))
	add("an account without its service, and no race", nil, source(profile("A", accountWithout(2)), profile("Work", recovered, service(2))))
	add("made anew", nil, source(profile("A", accountWithout(2)), profile("Scan-4711", instance(keyB)), profile("Scan-4711", recovered, service(2), instance(keyA), func(p *mapi.Profile) { p.Older = true })))
	add("a service", inHome, lostDefault())
	add("prepared", func(s *Snapshot) {
		s.Context.Prepared = []ntuser.Prepared{{Version: "14.0", Kind: ntuser.ImportPRF, Fact: hive.Fact{Key: "Setup", Value: "ImportPRF", Text: "x.prf"}}}
	}, lostDefault())

	whole := profile("A", instance(keyA))
	add("copies of one time", nil, ofUser(aliceSID, "alice", day, whole), ofUser(aliceSID, "alice", day, profile("B", instance(keyB))))
	dirty := ofUser(aliceSID, "alice", 2*day, profile("B", instance(keyB)))
	dirty.State = hive.Dirty
	add("the younger copy is dirty", nil, ofUser(aliceSID, "alice", day, whole), dirty)
	add("kept aside later", nil, ofUser(aliceSID, "alice", day, whole), ofUser(aliceSID, "alice", 2*day, profile("A", aside, instance(keyA)), profile("B")))
	add("no instance, no SID", nil, ofUser("", "alice", day, profile("A")), ofUser(aliceSID, "alice", 2*day, profile("B")))
	add("nothing left", func(s *Snapshot) { s.Context.UEV = []hive.Fact{{Key: "UEV", Value: "SettingsStoragePath"}} },
		ofUser(aliceSID, "alice", day, whole), ofUser(aliceSID, "alice", 2*day))
	add("a path that is no word", func(s *Snapshot) { s.Path = "\x1b" }, ofUser(aliceSID, "alice", day, whole), ofUser(aliceSID, "alice", 2*day, profile("B")))
	return out
}
