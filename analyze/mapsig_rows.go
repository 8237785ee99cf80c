package analyze

import (
	"slices"
	"strings"

	"mapihive/analyze/sets"
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
	aboutOlder     = "older"      // it stands in a copy of a profile that an upgrade left: the name of the profile
	aboutDoubt     = "doubt"      // why the value may not be what stood in the registry
)

// mappingSignatureRows sends each signature to the places where it meets those of the same store, and to
// the one where it meets its equals.
func mappingSignatureRows(s *Snapshot) []Row {
	var rows []Row
	damage, older := damageOf(s), olderCopies(s)
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

// id returns the row's identity of that kind, "" where it has none.
func (r Row) id(kind string) string { return valueOf(r.IDs, kind) }

// about returns what the row says of its store beside the identities, "" where it says nothing.
func (r Row) about(kind string) string { return valueOf(r.About, kind) }

func valueOf(ids []ID, kind string) string {
	for _, id := range ids {
		if id.Kind == kind {
			return id.Value
		}
	}
	return ""
}

// distinct returns the distinct values of one kind that the rows have, and whether each row has one.
func distinct(rows []Row, kind string, of func(Row, string) string) (values map[string]bool, every bool) {
	values, every = map[string]bool{}, true
	for _, r := range rows {
		if v := of(r, kind); v != "" {
			values[v] = true
		} else {
			every = false
		}
	}
	return values, every
}

// differentStores returns those of the rows whose stores are known to be different ones, and how many stores
// they are. Rows that share a record key or a mailbox are one store; stores are different only where both have an
// identity of one kind.
func differentStores(rows []Row) ([]Row, int) {
	store := sets.By(len(rows), func(i int) []ID {
		return slices.DeleteFunc(slices.Clone(rows[i].IDs), func(id ID) bool { return id.Kind != idRecord && id.Kind != idDN })
	})
	records, mailboxes := map[int]bool{}, map[int]bool{}
	for i, r := range rows {
		if r.id(idRecord) != "" {
			records[store[i]] = true
		}
		if r.id(idDN) != "" {
			mailboxes[store[i]] = true
		}
	}
	stores := records
	if len(mailboxes) > len(stores) {
		stores = mailboxes
	}
	var in []Row
	for i, r := range rows {
		if stores[store[i]] {
			in = append(in, r)
		}
	}
	return in, len(stores)
}
