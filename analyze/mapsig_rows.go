package analyze

import (
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/winpath"
)

// The kinds of identity that a row's IDs have, the surest first.
const (
	idRecord  = "record"  // PR_RECORD_KEY of the store
	idMailbox = "mailbox" // distinguished name and home server of the mailbox
	idDN      = "dn"      // distinguished name alone; a mailbox keeps it when it moves to another server
	idEntry   = "entry"   // PR_ENTRYID of the store, within one source
	idSection = "section" // the section that it stands in, within one source: what it was and what it is
	idOST     = "ost"     // OST path, within one source
	idPST     = "pst"     // PST path, within one source

	idSignature = "signature" // the signature itself: a key only, where equals meet
)

// surest are the kinds of identity, the surest first.
var surest = []string{idRecord, idMailbox, idDN, idEntry, idSection, idOST, idPST}

// What else is known of a row's store. Equal ones are not one store.
const (
	aboutServer    = "server"     // home server of the mailbox, where that is a place
	aboutOwnServer = "own-server" // home server of the mailbox, where it is a name for the mailbox alone
	aboutProvider  = "provider"   // the store provider's DLL, see mapi.ModuleName
	aboutWas       = "was"        // why no Outlook reads it any more: wasRecovered ...
	aboutSection   = "section"    // UID of the section that it stands in, made at random
	aboutInstance  = "instance"   // PR_SEARCH_KEY of its profile, made at random
)

// mappingSignatureRows sends each signature to the places where it meets those of the same store, and to
// the one where it meets its equals.
func mappingSignatureRows(s *Snapshot) []Row {
	var rows []Row
	damage, older := DamageOf(s), olderCopies(s)
	for g := range storeSignatures(s) {
		if !wellFormed(g.Signature) {
			continue
		}
		row := Row{Value: g.Bytes.String(), Evidence: g.evidence()}
		row.identify(g.Signature)
		about := func(kind, value string) {
			if value != "" {
				row.About = append(row.About, ID{kind, value})
			}
		}
		about(aboutProvider, g.dll())
		about(aboutWas, g.was)
		if g.Section.Name() == "" { // one of fixed meaning has one UID in all profiles
			about(aboutSection, g.Section.String())
		}
		if g.profile != nil {
			about(aboutInstance, g.profile.Instance.String())
			if older[g.profile] != nil {
				about(aboutOlder, string(g.name))
			}
		}
		about(aboutDoubt, doubtOf(damage, g.Fact.Key))
		for _, id := range row.IDs {
			if id.Kind != idDN {
				row.Key, row.Local = id, id.Kind != idRecord && id.Kind != idMailbox // each computer has its own C:
				rows = append(rows, row)
			}
		}
		if row.Value != addressBookSignature {
			row.Key, row.Local = ID{idSignature, row.Value}, false
			rows = append(rows, row)
		}
	}
	return rows
}

// identify gives the row what the store of the signature is known by.
func (r *Row) identify(g *mapi.Signature) {
	if isRecordKey(g.RecordKey) {
		r.IDs = append(r.IDs, ID{idRecord, g.RecordKey.String()})
	}
	if g.Mailbox != "" {
		dn := string(hive.UpcaseText(g.Mailbox))
		if g.Server != "" {
			server, about := string(hive.UpcaseText(g.Server)), aboutServer
			if guid, ok := ownServer(server); ok {
				server, about = guid, aboutOwnServer
			}
			// No string of a profile holds a NUL, so that no two mailboxes look alike.
			r.IDs = append(r.IDs, ID{idMailbox, dn + "\x00" + server})
			r.About = append(r.About, ID{about, server})
		}
		r.IDs = append(r.IDs, ID{idDN, dn})
	}
	if len(g.EntryID) > 0 {
		r.IDs = append(r.IDs, ID{idEntry, g.EntryID.String()})
	}
	if g.Section.Name() == "" { // one of fixed meaning is that of whatever store there is
		r.IDs = append(r.IDs, ID{idSection, string(g.Fact.Key.Raised())})
	}
	for _, of := range []struct {
		kind string
		path hive.Text
	}{{idOST, g.OSTPath}, {idPST, g.PSTPath}} {
		if path, full := winpath.Normal(of.path); full {
			r.IDs = append(r.IDs, ID{of.kind, string(hive.UpcaseText(path))})
		}
	}
}

// ownServer returns the GUID of a server name as Exchange 2013 and later give each mailbox one of its own, GUID@domain.
// PR_PROFILE_SERVER may be too short for the domain.
func ownServer(server string) (guid string, ok bool) {
	const form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
	if len(server) < len(form) || len(server) > len(form) && server[len(form)] != '@' {
		return "", false
	}
	for i := range len(form) {
		switch c := server[i]; {
		case form[i] == '-' && c == '-':
		case form[i] == 'x' && (c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f'):
		default:
			return "", false
		}
	}
	return server[:len(form)], true
}
