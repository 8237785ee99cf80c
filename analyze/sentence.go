package analyze

import "fmt"

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
	weighed, rival bool // it is a reason that counts for the confidence, and one for another explanation
}

func (f *Finding) say(s *Sentence, args ...any) string {
	text := fmt.Sprintf(s.Text, args...)
	f.said = append(f.said, said{sentence: s, text: text})
	return text
}

// summarize makes the sentence the finding's summary.
func (f *Finding) summarize(s *Sentence, args ...any) { f.Summary = f.say(s, args...) }

// tell adds a sentence to the finding's detail.
func (f *Finding) tell(s *Sentence, args ...any) {
	f.Detail = sentences(f.Detail, f.say(s, args...))
}

// advise adds a step to the finding's recommendation.
func (f *Finding) advise(s *Sentence, args ...any) {
	text := f.say(s, args...)
	if f.Recommendation != "" {
		text = "\n" + text
	}
	f.Recommendation += text
}
