package analyze

import (
	_ "embed"
	"fmt"
	"iter"
	"slices"

	"mapihive/analyze/sets"
	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/winpath"
)

const (
	ruleMismatch  = "mismatch"
	ruleReused    = "reused"
	ruleMalformed = "malformed"
)

// addressBookSignature is the PR_MAPPING_SIGNATURE of every object of an Exchange address book
// ([MS-OXOABK] 2.2.3.32); it is also the UID of that address book, muidEMSAB.
const addressBookSignature = "dca740c8c042101ab4b908002b2fe182"

//go:embed mapsig.md
var mappingSignatureManual string

func mappingSignature() *Analyzer {
	return &Analyzer{
		Name: "mapping-signature",
		Doc:  mappingSignatureManual,
		Rules: []Rule{
			{ruleMismatch, MediumSeverity},
			{ruleReused, HighSeverity},
			{ruleMalformed, LowSeverity},
		},
		Look: lookMappingSignature,
		Rows: mappingSignatureRows,
		Join: joinMappingSignature,
	}
}

// storeSignatures yields the signatures of stores in live profiles; an address book has its own.
func storeSignatures(s *Snapshot) iter.Seq2[*mapi.Profile, *mapi.Signature] {
	return func(yield func(*mapi.Profile, *mapi.Signature) bool) {
		for i := range s.Profiles {
			p := &s.Profiles[i]
			if p.State != hive.Live || len(p.Signatures) == 0 {
				continue
			}
			leftover := unlisted(p)
			books := map[mapi.UID]bool{}
			for _, sv := range p.Services {
				for _, pr := range sv.Providers {
					if pr.Kind == mapi.KindAddressBook {
						books[pr.UID] = true
					}
				}
			}
			for j := range p.Signatures {
				g := &p.Signatures[j]
				if books[g.Section] || g.Role == mapi.RoleExchangeAB || g.Fact.State == hive.Recovered {
					continue
				}
				if leftover[g.Section] {
					continue // a leftover: nothing reads it
				}
				if !yield(p, g) {
					return
				}
			}
		}
	}
}

// wellFormed reports whether b looks like a signature: as for record keys, 16 bytes, not all zero.
func wellFormed(b hive.Hex) bool { return isRecordKey(b) }

func lookMappingSignature(s *Snapshot) []Finding {
	var out []Finding
	var constant []Evidence
	damage := damageOf(s)
	for p, g := range storeSignatures(s) {
		ev := Evidence{Profile: p.Name, Fact: g.Fact}
		if g.Bytes.String() == addressBookSignature {
			constant = append(constant, ev)
		}
		if wellFormed(g.Bytes) {
			continue
		}
		what := fmt.Sprintf("is %s long instead of 16", english.Count(len(g.Bytes), "byte"))
		if len(g.Bytes) == 16 {
			what = "consists of zeros"
		}
		f := Finding{
			Rule:       ruleMalformed,
			Confidence: hive.High,
			Summary:    fmt.Sprintf("A mapping signature in profile %s %s.", quote(p.Name), what),
			Detail:     "The value is shown as it stands. PR_MAPPING_SIGNATURE is described as a GUID; another length is legal but was never seen, and zeros identify nothing.",
			Recommendation: lines(
				"Start Outlook once with this profile and connected to the store: it stores the signature anew when it differs from the store's.",
				"If the value stays, ask the maker of the store provider; for Exchange remove the account from the profile and add it again.",
			),
			Evidence: []Evidence{ev},
		}
		if damage.near(g.Fact.Key) {
			f.Confidence = hive.Low
			f.Detail += " The hive is damaged at or above this key, so the value may not be whole."
		}
		out = append(out, f)
	}
	if len(constant) > 0 {
		out = append(out, Finding{
			Rule:       ruleReused,
			Confidence: hive.High,
			Summary:    fmt.Sprintf("The mapping signature of the Exchange address book stands in %s.", english.Count(len(constant), "store section")),
			Detail:     "The value " + addressBookSignature + " is the constant that every object of an Exchange address book carries ([MS-OXOABK] 2.2.3.32); it says nothing about the mapping of a store. Only sections that belong to no address book are counted.",
			Recommendation: lines(
				"Remove the store's account or data file from the profile and add it again, so that the value is written anew.",
				"If it comes back, the store provider takes it from the address book: ask its maker.",
			),
			Evidence: constant,
		})
	}
	return out
}

// The kinds of identity that a row's IDs have, the surest first.
const (
	idRecord  = "record"  // PR_RECORD_KEY of the store
	idMailbox = "mailbox" // distinguished name and home server of the mailbox
	idDN      = "dn"      // distinguished name alone; a mailbox keeps it when it moves to another server
	idOST     = "ost"     // OST path, within one source

	idServer    = "server"    // home server of the mailbox, beside idMailbox; many stores have one
	idSignature = "signature" // the signature itself: a key only, where equals meet
)

// mappingSignatureRows sends each signature to the places where it meets those of the same store, and to
// the one where it meets its equals.
func mappingSignatureRows(s *Snapshot) []Row {
	var rows []Row
	for p, g := range storeSignatures(s) {
		if !wellFormed(g.Bytes) {
			continue
		}
		var ids []ID
		if isRecordKey(g.RecordKey) {
			ids = append(ids, ID{idRecord, g.RecordKey.String()})
		}
		if g.Mailbox != "" {
			dn := string(hive.UpcaseText(g.Mailbox))
			if g.Server != "" {
				server := string(hive.UpcaseText(g.Server))
				// No string of a profile holds a NUL, so that no two mailboxes look alike.
				ids = append(ids, ID{idMailbox, dn + "\x00" + server}, ID{idServer, server})
			}
			ids = append(ids, ID{idDN, dn})
		}
		if g.OSTPath != "" {
			if path, full := winpath.Normal(g.OSTPath); full {
				ids = append(ids, ID{idOST, string(hive.UpcaseText(path))})
			}
		}
		row := Row{Value: g.Bytes.String(), IDs: ids, Evidence: Evidence{Profile: p.Name, Fact: g.Fact}}
		for _, id := range ids {
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

func joinMappingSignature(rows []Row) []Finding {
	kind := rows[0].Key.Kind
	if kind == idSignature {
		return reusedSignature(rows)
	}
	return mismatchedSignatures(kind, rows)
}

// id returns the row's identity of that kind, "" where it has none.
func (r Row) id(kind string) string {
	for _, id := range r.IDs {
		if id.Kind == kind {
			return id.Value
		}
	}
	return ""
}

// idsOf returns the distinct identities of one kind that the rows have, and whether each row has one.
func idsOf(rows []Row, kind string) (ids map[string]bool, every bool) {
	ids, every = map[string]bool{}, true
	for _, r := range rows {
		if id := r.id(kind); id != "" {
			ids[id] = true
		} else {
			every = false
		}
	}
	return ids, every
}

// mismatchedSignatures compares the signatures of rows that agree in one kind of identity.
func mismatchedSignatures(kind string, rows []Row) []Finding {
	values := map[string]bool{}
	perSource := map[int]map[string]bool{}
	for _, r := range rows {
		values[r.Value] = true
		if perSource[r.Evidence.Source] == nil {
			perSource[r.Evidence.Source] = map[string]bool{}
		}
		perSource[r.Evidence.Source][r.Value] = true
	}
	if len(values) < 2 {
		return nil
	}
	for _, surer := range []string{idRecord, idMailbox, idDN} {
		if surer == kind {
			break
		}
		ids, every := idsOf(rows, surer)
		if len(ids) > 1 {
			return nil // not one store after all
		}
		if len(ids) == 1 && every && surer != idDN {
			return nil // said where the surer identity joins them
		}
	}
	f := Finding{Rule: ruleMismatch, Confidence: hive.High}
	var identity string
	switch kind {
	case idRecord:
		identity = "The store is known by its PR_RECORD_KEY, which is sure."
	case idMailbox:
		identity = "The store is known by the mailbox's distinguished name and its server, which is sure."
	default:
		f.Confidence = hive.Medium
		identity = "The store is known by the path of its OST file only, and a file may be replaced by that of another mailbox."
	}
	oneSource := false
	for _, v := range perSource {
		oneSource = oneSource || len(v) > 1
	}
	time := ""
	if !oneSource {
		f.Confidence = hive.Medium
		time = "The values differ between hives, which may have been collected at different times: then the older one was right at its time."
	}
	profiles := map[hive.Text]bool{}
	newest, tie := rows[0], false
	for _, r := range rows {
		profiles[r.Evidence.Profile] = true
		f.Evidence = append(f.Evidence, r.Evidence)
		switch {
		case r.Evidence.LastWrite > newest.Evidence.LastWrite:
			newest, tie = r, false
		case r.Evidence.LastWrite == newest.Evidence.LastWrite && r.Value != newest.Value:
			tie = true
		}
	}
	last := ""
	if !tie {
		last = fmt.Sprintf("Written last (%v) was the section in profile %s; whether its signature is the store's present one cannot be seen in a hive.", newest.Evidence.LastWrite, quote(newest.Evidence.Profile))
	}
	f.Summary = fmt.Sprintf("One store has %s in %s of %s %s.", english.Count(len(values), "different mapping signature"), english.Count(len(rows), "section"), english.Noun(len(profiles), "profile"), quoted(profiles))
	f.Detail = sentences(identity, time, last)
	f.Recommendation = lines(
		"Start Outlook once with each of the profiles, connected to the store: where the stored signature is not the store's, Outlook asks for the mapping anew.",
		"Collect the hive again. If the values still differ, remove the store from the profile that differs and add it again.",
		"If they differ again after that, the store changes its signature from session to session: ask the maker of the store provider.",
	)
	return []Finding{f}
}

// reusedSignature looks for different stores among rows with one signature. Rows that share a record
// key or a mailbox are one store; stores are different only where both have an identity of one kind.
func reusedSignature(rows []Row) []Finding {
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
	if len(stores) < 2 {
		return nil
	}
	var in []Row
	profiles := map[hive.Text]bool{}
	f := Finding{Rule: ruleReused, Confidence: hive.Medium}
	for i, r := range rows {
		if stores[store[i]] {
			in = append(in, r)
			profiles[r.Evidence.Profile] = true
			f.Evidence = append(f.Evidence, r.Evidence)
		}
	}
	f.Summary = fmt.Sprintf("%d different stores in %s %s have one mapping signature, %s.", len(stores), english.Noun(len(profiles), "profile"), quoted(profiles), rows[0].Value)
	f.Detail = "The stores are told apart by their record keys or mailboxes."
	f.Recommendation = lines(
		"Find out which of the stores shows wrong or empty fields (calendar times are the first to go).",
		"Remove that store from its profile and add it again, so that Outlook asks for its mapping anew.",
		"If the values are equal again, the store provider hands out one signature for different mappings: ask its maker.",
	)
	if _, exchange := idsOf(in, idDN); exchange {
		servers := map[string]bool{}
		for _, r := range in {
			servers[r.id(idServer)] = true
		}
		if len(servers) == 1 {
			f.Severity, f.Confidence = LowSeverity, hive.Low
			f.Detail += " All are mailboxes on one Exchange server, as far as the profiles say. Exchange 2007 and earlier keep one named-property mapping for each database, so mailboxes of one database may rightly share a signature; from Exchange 2010 on each mailbox has its own mapping, and a shared signature then comes from a copied profile or section."
		} else {
			f.Severity = MediumSeverity
			f.Detail += " They are Exchange mailboxes on different servers, so a mapping shared by one database (Exchange 2007 and earlier) does not explain it; a copied profile or section does, and so does a move of one mailbox since."
		}
	}
	return []Finding{f}
}
