package analyze

import (
	"bytes"
	_ "embed"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

const (
	ruleMismatch  = "mismatch"
	ruleReused    = "reused"
	ruleForeign   = "foreign"
	ruleMalformed = "malformed"
	ruleAbsent    = "absent"
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
			{ruleForeign, MediumSeverity},
			{ruleMalformed, LowSeverity},
			{ruleAbsent, Informational},
		},
		Absences: []string{ruleAbsent},
		Says:     mappingSignatureSays,
		Look:     lookMappingSignature,
		Rows:     eachOf(mappingSignatureRows),
		Join:     joinMappingSignature,
	}
}

// lookMappingSignature looks at each signature alone: what is none, what is no store's, and stores that have none.
func lookMappingSignature(s *Snapshot) []Finding {
	damage, older := DamageOf(s), olderCopies(s)
	var out []Finding
	var constants []storeSignature
	for g := range storeSignatures(s) {
		switch {
		case g.was != "": // what nothing reads any more does nothing
		case !wellFormed(g.Signature):
			out = append(out, malformed(g, damage, older[g.profile] != nil))
		case g.Bytes.String() == addressBookSignature:
			constants = append(constants, g)
		}
	}
	if len(constants) > 0 {
		out = append(out, foreignSignature(constants, damage, older))
	}
	return append(out, absentSignatures(s, damage, older)...)
}

// wellFormed reports whether the signature is one as they are known: PT_BINARY, and as for record keys 16 bytes that
// are not a filler.
func wellFormed(g *mapi.Signature) bool {
	return g.Type == "" && isRecordKey(g.Bytes) && !isText(g.Bytes)
}

func malformed(g storeSignature, damage Damage, older bool) Finding {
	f := Finding{Rule: ruleMalformed, Confidence: hive.High, Evidence: []Evidence{g.evidence()}}
	name := quote(g.name)
	switch {
	case g.Type != "":
		f.summarize(sayIllTypedSignature, name, g.Type)
	case isText(g.Bytes):
		f.summarize(sayTextSignature, name)
	case len(g.Bytes) != 16:
		f.summarize(sayLength, name, english.Count(len(g.Bytes), "byte"))
	case g.Bytes[0] == 0:
		f.summarize(sayZeros, name)
	default:
		f.summarize(sayOnes, name)
	}
	f.tell(sayShape)
	f.tell(sayShapeHarm)
	f.doubt(doubtOf(damage, g.Fact.Key), sayDamagedHere, sayDirty)
	if older {
		f.Severity = Informational
		f.tell(sayOlderCopy, name)
	}
	f.advise(sayLookAtFields)
	f.advise(sayAskMakerOfShape)
	return f
}

// isText reports whether the bytes read as words or digits, ANSI or UTF-16LE, with or without a NUL at their end. A GUID
// made at random does so once in many millions.
func isText(b hive.Hex) bool {
	const least = 8 // characters
	words := func(b hive.Hex, width int) bool {
		n := 0
		for ; len(b) >= width && strings.IndexByte(textBytes, b[0]) >= 0 && (width == 1 || b[1] == 0); b = b[width:] {
			n++
		}
		return n >= least && len(bytes.Trim(b, "\x00")) == 0 && len(b) <= width
	}
	return words(b, 1) || words(b, 2)
}

const textBytes = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:{} "

// foreignSignature is said of stores that have the constant of an address book.
func foreignSignature(gs []storeSignature, damage Damage, older map[*mapi.Profile]*mapi.Profile) Finding {
	f := Finding{Rule: ruleForeign, Confidence: hive.High}
	left := 0 // of them, those in copies that an upgrade left
	for _, g := range gs {
		f.Evidence = append(f.Evidence, g.evidence())
		if older[g.profile] != nil {
			left++
		}
	}
	f.summarize(sayConstant, english.Count(len(gs), "store section"))
	f.tell(sayConstantWhy, addressBookSignature)
	f.tell(sayConstantHarm)
	for _, g := range gs {
		f.doubt(doubtOf(damage, g.Fact.Key), sayDamagedHere, sayDirty)
	}
	if left == len(gs) {
		f.Severity = Informational
		f.tell(sayOlderCopy, quote(gs[0].name))
	}
	f.adviseReuse(true)
	return f
}
