package analyze

import (
	_ "embed"
	"iter"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
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
			{ruleMismatch, LowSeverity},
			{ruleReused, MediumSeverity},
			{ruleMalformed, LowSeverity},
		},
		Says: mappingSignatureSays,
		Look: lookMappingSignature,
		Rows: mappingSignatureRows,
		Join: joinMappingSignature,
	}
}

// storeSignature is the signature of a store in a live profile.
type storeSignature struct {
	*mapi.Signature
	profile  *mapi.Profile
	provider *mapi.Provider // whose section holds it; nil if that is another section
}

// storeSignatures yields the signatures of stores in live profiles; an address book has its own, and a section that
// no list names is a leftover that nothing reads.
func storeSignatures(s *Snapshot) iter.Seq[storeSignature] {
	return func(yield func(storeSignature) bool) {
		for i := range s.Profiles {
			p := &s.Profiles[i]
			if p.State != hive.Live || len(p.Signatures) == 0 {
				continue
			}
			leftover, of := unlisted(p), map[prop.UID]*mapi.Provider{}
			books := map[prop.UID]bool{}
			for _, pr := range providers(p) {
				of[pr.UID] = pr
				books[pr.UID] = books[pr.UID] || pr.Kind == mapi.KindAddressBook
			}
			for j := range p.Signatures {
				g := &p.Signatures[j]
				if books[g.Section] || leftover[g.Section] || g.Role == mapi.RoleExchangeAB || g.Fact.State == hive.Recovered {
					continue
				}
				if !yield(storeSignature{g, p, of[g.Section]}) {
					return
				}
			}
		}
	}
}

// wellFormed reports whether b looks like a signature: as for record keys, 16 bytes that are not a filler.
func wellFormed(b hive.Hex) bool { return isRecordKey(b) }

func lookMappingSignature(s *Snapshot) []Finding {
	var out []Finding
	damage, older := DamageOf(s), olderCopies(s)
	constant := Finding{Rule: ruleReused, Confidence: hive.High}
	left := 0 // of the constants, those in copies that an upgrade left
	for g := range storeSignatures(s) {
		p := g.profile
		ev := Evidence{Profile: p.Name, Fact: g.Fact}
		if g.Bytes.String() == addressBookSignature {
			constant.Evidence = append(constant.Evidence, ev)
			if older[p] != nil {
				left++
			}
		}
		if wellFormed(g.Bytes) {
			continue
		}
		f := Finding{Rule: ruleMalformed, Confidence: hive.High, Evidence: []Evidence{ev}}
		f.malformedSignature(p.Name, g.Bytes)
		f.doubt(doubtOf(damage, g.Fact.Key), sayDamagedHere, sayDirty)
		if older[p] != nil {
			f.Severity = Informational
			f.tell(sayOlderCopy, quote(p.Name))
		}
		out = append(out, f)
	}
	if n := len(constant.Evidence); n > 0 {
		constant.summarize(sayConstant, english.Count(n, "store section"))
		constant.tell(sayConstantWhy, addressBookSignature)
		constant.tell(sayConstantHarm)
		for _, ev := range constant.Evidence {
			constant.doubt(doubtOf(damage, ev.Key), sayDamagedHere, sayDirty)
		}
		if left == n {
			constant.Severity = Informational
			constant.tell(sayOlderCopy, quote(constant.Evidence[0].Profile))
		}
		constant.adviseReuse(true)
		out = append(out, constant)
	}
	return out
}

func (f *Finding) malformedSignature(profile hive.Text, value hive.Hex) {
	switch {
	case len(value) != 16:
		f.summarize(sayLength, quote(profile), english.Count(len(value), "byte"))
	case value[0] == 0:
		f.summarize(sayZeros, quote(profile))
	default:
		f.summarize(sayOnes, quote(profile))
	}
	f.tell(sayShape)
	f.tell(sayShapeHarm)
	f.advise(sayLookAtFields)
	f.advise(sayAskMakerOfShape)
}
