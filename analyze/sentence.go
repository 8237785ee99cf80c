package analyze

import (
	"fmt"
	"strings"
)

// A Sentence is one thing that findings of an analyzer can say, in the summary, the detail or the advice. It
// names the facts that it needs, so that a test can take each of them away and see the sentence go or change:
// nothing is said that the evidence does not carry.
type Sentence struct {
	Text  string // as for fmt.Sprintf; what is put in is escaped already
	Needs []Ground
}

// A Ground is a kind of fact that a sentence rests on. A fact that is an absence ("no such profile exists") rests
// on OnWhole: a hive that hides nothing.
type Ground string

// The kinds of facts that sentences rest on.
const (
	OnWhole      Ground = "whole"      // nothing in the hive may have been lost: it is clean, and no damage hides keys
	OnPath       Ground = "path"       // PST and OST paths in profiles
	OnRecordKey  Ground = "record-key" // PR_RECORD_KEY of stores
	OnDrive      Ground = "drive"      // drive mappings
	OnVersion    Ground = "version"    // what proves a version of Outlook
	OnDefault    Ground = "default"    // DefaultProfile
	OnLive       Ground = "live"       // live profiles
	OnDeleted    Ground = "deleted"    // profiles in Deleted Profiles
	OnRecovered  Ground = "recovered"  // recovered profiles
	OnInstance   Ground = "instance"   // PR_SEARCH_KEY of profiles
	OnWritten    Ground = "written"    // last-write times
	OnMissing    Ground = "missing"    // listed sections that are not there
	OnSignature  Ground = "signature"  // mapping signatures
	OnMailbox    Ground = "mailbox"    // distinguished names of mailboxes
	OnServer     Ground = "server"     // servers of mailboxes
	OnProvider   Ground = "provider"   // what store providers say of themselves: DLL, service
	OnAccount    Ground = "account"    // accounts of the account manager
	OnPrepared   Ground = "prepared"   // what an administrator or a set-up prepared
	OnGeneration Ground = "generation" // the root that a profile stands in
	OnFault      Ground = "fault"      // what of a profile MAPI and Outlook cannot follow
	OnDoubt      Ground = "doubt"      // damage of the hive, a limit of the reader, logs that were not applied
	OnAside      Ground = "aside"      // profiles that are kept aside
	OnPart       Ground = "part"       // that the hive is a part of a registry

	OnLog      Ground = "log"       // what the transaction logs did to profiles
	OnLogTimes Ground = "log-times" // the times of that
	OnGone     Ground = "gone"      // profiles that are deleted: in Deleted Profiles, recovered, removed by the logs
	OnName     Ground = "name"      // names of profiles that look made by a program
	OnBackup   Ground = "backup"    // profiles that a .prf run put aside
	OnSearch   Ground = "search"    // data files that Outlook keeps outside the profiles
	OnSession  Ground = "session"   // traces of remote sessions and terminal servers
	OnHome     Ground = "home"      // the user's profile directory
	OnUEV      Ground = "uev"       // where User Experience Virtualization keeps settings
	OnUnlisted Ground = "unlisted"  // sections that no list leads to
	OnLink     Ground = "link"      // how services and providers lead to each other
	OnUser     Ground = "user"      // whose hive it is
	OnSID      Ground = "sid"       // the SIDs of users
	OnCopyTime Ground = "copy-time" // when hives were last written

	OnEntryID       Ground = "entry-id"      // PR_ENTRYID of stores
	OnModule        Ground = "module"        // DLLs that profiles name
	OnInconsistency Ground = "inconsistency" // where parts of a profile contradict each other
	OnProperty      Ground = "property"      // properties that a profile has to have and has not

	OnDefaultStore Ground = "default-store" // which store of a profile is its default
)

// said is a sentence as it stands in a finding.
type said struct {
	sentence       *Sentence
	text           string
	part           textPart
	weighed, rival bool // it is a reason that counts for the confidence, and one for another explanation
}

// textPart is one of the texts of a finding.
type textPart uint8

const (
	inSummary textPart = iota
	inDetail
	inAdvice
)

func (f *Finding) say(part textPart, s *Sentence, args []any) string {
	text := s.Text // as it is, where nothing is put in: most findings of a large case say the same
	if len(args) > 0 || strings.Contains(text, "%") {
		text = fmt.Sprintf(text, args...)
	}
	if f.said == nil {
		f.said = make([]said, 0, 4) // a summary, a reason, an advice, and one more
	}
	f.said = append(f.said, said{sentence: s, text: text, part: part})
	return text
}

// summarize makes the sentence the finding's summary.
func (f *Finding) summarize(s *Sentence, args ...any) { f.Summary = f.say(inSummary, s, args) }

// tell adds a sentence to the finding's detail.
func (f *Finding) tell(s *Sentence, args ...any) { f.say(inDetail, s, args) }

// advise adds a step to the finding's recommendation.
func (f *Finding) advise(s *Sentence, args ...any) { f.say(inAdvice, s, args) }

// write makes the detail and the recommendation of what was said.
func (f *Finding) write() {
	f.Detail = f.written(inDetail, f.Detail, " ")
	f.Recommendation = f.written(inAdvice, f.Recommendation, "\n")
}

// written joins what was said for one of the texts, behind what stands there. What was said is part of it from then
// on, so that a finding holds it once.
func (f *Finding) written(part textPart, before, separator string) string {
	texts, size := 0, len(before)
	only := before
	for i := range f.said {
		if x := &f.said[i]; x.part == part {
			texts++
			size += len(separator) + len(x.text)
			only = x.text
		}
	}
	if texts == 0 || texts == 1 && before == "" {
		return only
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteString(before)
	for i := range f.said {
		if x := &f.said[i]; x.part == part {
			if b.Len() > 0 {
				b.WriteString(separator)
			}
			at := b.Len()
			b.WriteString(x.text)
			x.text = b.String()[at:]
		}
	}
	return b.String()
}
