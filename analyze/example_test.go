package analyze_test

import (
	"context"
	"fmt"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
)

// One hive to findings. A hive that cannot be read is a snapshot with Error set, and no findings.
func Example() {
	snapshot := collect.Take(context.Background(), "../testdata/demo-NTUSER.DAT", collect.Options{})
	if snapshot.Error != "" {
		fmt.Println(snapshot.Error)
	}
	c := analyze.Case{Sources: []analyze.Snapshot{snapshot}}
	for _, f := range analyze.Run(&c, analyze.All()) {
		fmt.Printf("%s %s/%s, %s confidence, %d facts\n", f.Severity, f.Analyzer, f.Rule, f.Confidence, len(f.Evidence))
	}
	// Output:
	// high pst-path/spelling, high confidence, 5 facts
	// medium orphan/name-collision, medium confidence, 2 facts
	// low mapping-signature/mismatch, high confidence, 2 facts
	// low orphan/pending-deletion, high confidence, 1 facts
	// informational orphan/deleted-profile-recovered, high confidence, 1 facts
}

// An analyzer of one's own: profiles that were written after the hive's owner left. It is run like those
// of All, and beside them with append(analyze.All(), late).
func ExampleAnalyzer() {
	left := hive.Time(129_440_160_000_000_000) // 2011-03-08T00:00:00Z, in FILETIME's 100 ns since 1601
	late := &analyze.Analyzer{
		Name: "late-profile",
		Doc: `# profiles written after their user had left

Somebody else worked with the account, or a program that runs as its user.

## written

The key of a profile was written after the day given. Ask who was logged on.
`,
		Rules: []analyze.Rule{{Name: "written", Severity: analyze.MediumSeverity}},
		Look: func(s *analyze.Snapshot) (found []analyze.Finding) {
			for _, p := range s.Profiles {
				if p.State != hive.Live || p.LastWrite <= left {
					continue
				}
				found = append(found, analyze.Finding{
					Rule:           "written",
					Confidence:     hive.High,
					Summary:        fmt.Sprintf("Profile %q was written at %v, after its user had left.", p.Name.String(), p.LastWrite),
					Recommendation: "Find out who was logged on at that time.",
					Evidence: []analyze.Evidence{{Profile: p.Name, Fact: hive.Fact{
						Key: p.Key, Place: p.Place, State: p.State, LastWrite: p.LastWrite,
					}}},
				})
			}
			return found
		},
	}
	if err := analyze.Validate(late); err != nil {
		fmt.Println(err)
	}
	snapshot := collect.Take(context.Background(), "../testdata/demo-NTUSER.DAT", collect.Options{})
	for _, f := range analyze.Run(&analyze.Case{Sources: []analyze.Snapshot{snapshot}}, []*analyze.Analyzer{late}) {
		fmt.Println(f.Severity, f.Summary)
	}
	// Output:
	// medium Profile "Mail Scanner" was written at 2011-03-08T17:01:12.0040404Z, after its user had left.
	// medium Profile "Outlook" was written at 2011-03-08T16:40:02.5012345Z, after its user had left.
}
