package analyze

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/winpath"
)

// The kinds of identity that a row's IDs have, the surest first.
const (
	idRecord  = "record"  // PR_RECORD_KEY of the store
	idMailbox = "mailbox" // distinguished name and home server of the mailbox
	idDN      = "dn"      // distinguished name alone; a mailbox keeps it when it moves to another server
	idOST     = "ost"     // OST path, within one source

	idSignature = "signature" // the signature itself: a key only, where equals meet
)

// What else is known of a row's store. Equal ones are not one store.
const (
	aboutServer    = "server"     // home server of the mailbox, where that is a place
	aboutOwnServer = "own-server" // home server of the mailbox, where it is a name for the mailbox alone
	aboutProvider  = "provider"   // file name of the store provider's DLL, raised
)

// mappingSignatureRows sends each signature to the places where it meets those of the same store, and to
// the one where it meets its equals.
func mappingSignatureRows(s *Snapshot) []Row {
	var rows []Row
	damage, older := DamageOf(s), olderCopies(s)
	for g := range storeSignatures(s) {
		if !wellFormed(g.Bytes) {
			continue
		}
		row := Row{Value: g.Bytes.String(), Evidence: Evidence{Profile: g.profile.Name, Fact: g.Fact}}
		row.identify(g.Signature)
		if dll := g.dll(); dll != "" {
			row.About = append(row.About, ID{aboutProvider, dll})
		}
		if older[g.profile] != nil {
			row.About = append(row.About, ID{aboutOlder, string(g.profile.Name)})
		}
		if why := doubtOf(damage, g.Fact.Key); why != "" {
			row.About = append(row.About, ID{aboutDoubt, why})
		}
		for _, id := range row.IDs {
			switch id.Kind {
			case idRecord, idMailbox, idOST:
				row.Key, row.Local = id, id.Kind == idOST // each computer has its own C:
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
	if path, full := winpath.Normal(g.OSTPath); full {
		r.IDs = append(r.IDs, ID{idOST, string(hive.UpcaseText(path))})
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

// dll is the file name of the DLL that the signature's store comes from, raised, "" where that is not known. MAPI puts
// "32" before the first full stop of the name (PR_PROVIDER_DLL_NAME), so that both are one.
func (g storeSignature) dll() string {
	switch {
	case g.Role == mapi.RoleExchange || g.Role == mapi.RoleExchangeGlobal:
		return "EMSMDB.DLL"
	case g.provider == nil || g.provider.DLL == "":
		return ""
	}
	stem, rest, dot := strings.Cut(string(hive.UpcaseText(winpath.Base(g.provider.DLL))), ".")
	if !dot {
		return stem
	}
	return strings.TrimSuffix(stem, "32") + "." + rest
}
