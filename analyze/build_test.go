package analyze

import (
	"encoding/hex"
	"fmt"
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// Homes of profiles, as real hives have them.
const (
	wms      = `Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem`
	office15 = `Software\Microsoft\Office\15.0\Outlook`
	office16 = `Software\Microsoft\Office\16.0\Outlook`
)

type profileOption func(*mapi.Profile)

// profile builds a live profile of the WMS generation; options come after.
func profile(name hive.Text, options ...profileOption) mapi.Profile {
	p := mapi.Profile{Name: name, State: hive.Live, Root: "wms", Key: hive.Path(wms + `\Profiles`).Join(name), Place: hive.Place{Offset: 4128}}
	for _, o := range options {
		o(&p)
	}
	return p
}

func byDefault(p *mapi.Profile) { p.Default = true }

func empty(p *mapi.Profile) { p.Empty = true }

// of moves the profile to another generation; to be named before what fills it.
func of(generation mapi.Generation, home hive.Text) profileOption {
	return func(p *mapi.Profile) {
		p.Root, p.Key = generation, hive.Path(home+`\Profiles`).Join(p.Name)
	}
}

// deleted moves the profile to Deleted Profiles; to be named before what fills it.
func deleted(p *mapi.Profile) {
	p.State = hive.Deleted
	p.Key = p.Location().Home().Join("Deleted Profiles").Join(p.Name)
}

func recovered(p *mapi.Profile) { p.State = hive.Recovered }

// orphaned adds a provider that nothing leads to.
func orphaned(section byte) profileOption {
	return func(p *mapi.Profile) {
		uid := prop.UID{0: 0xB0, 15: section}
		p.Providers = append(p.Providers, mapi.Provider{UID: uid, Key: p.Key.Join(hive.Text(uid.String())), PSTPath: `C:\former.pst`})
		p.UnlistedSections = append(p.UnlistedSections, uid)
	}
}

func instance(hexadecimal string) profileOption {
	return func(p *mapi.Profile) { p.Instance = unhex(hexadecimal) }
}

// pst adds a store provider section, a number being its UID's last byte, with its own path.
func pst(section byte, path hive.Text, recordKey string) profileOption {
	return func(p *mapi.Profile) {
		uid := prop.UID{0: 0xA0, 15: section}
		p.Paths = append(p.Paths, mapi.PathRef{
			Kind: "pst", Path: path, Source: "provider", Provider: uid, RecordKey: unhex(recordKey),
			Fact: fact(p, uid, "001f6700", path),
		})
	}
}

// stale adds a copy of a path from somewhere else in the profile.
func stale(source mapi.PathSource, path hive.Text) profileOption {
	return func(p *mapi.Profile) {
		uid := prop.UID{0: 0x0a, 1: 0x0d, 2: 0x02}
		p.Paths = append(p.Paths, mapi.PathRef{Kind: "pst", Path: path, Source: source, Fact: fact(p, uid, "1102039b", path)})
	}
}

// signature adds a PR_MAPPING_SIGNATURE; set says whose it is.
func signature(section byte, value string, set func(*mapi.Signature)) profileOption {
	return func(p *mapi.Profile) {
		uid := prop.UID{0: 0xE0, 15: section}
		g := mapi.Signature{Bytes: unhex(value), Section: uid, Role: "exchange", Fact: fact(p, uid, "01020ff8", hive.Text(value))}
		set(&g)
		p.Signatures = append(p.Signatures, g)
	}
}

func missing(list hive.Text, section byte) profileOption {
	return func(p *mapi.Profile) {
		root := prop.UID{0x92, 0x07, 0xf3, 0xe0, 0xa3, 0xb1, 0x10, 0x19, 0x90, 0x8b, 0x08, 0x00, 0x2b, 0x2a, 0x56, 0xc2}
		p.Missing = append(p.Missing, mapi.Listed{UID: prop.UID{15: section}, List: "list", Fact: fact(p, root, list, "")})
	}
}

// module adds a provider section of a DLL.
func module(section byte, dll hive.Text) profileOption {
	return func(p *mapi.Profile) {
		uid := prop.UID{0: 0xB0, 15: section}
		p.Modules = append(p.Modules, mapi.Module{DLL: dll, From: mapi.ModuleOfProvider, Section: uid, Listed: true, Fact: fact(p, uid, "001f300a", dll)})
	}
}

// store adds a listed store provider of a DLL, of no service.
func store(section byte, dll hive.Text) profileOption {
	return func(p *mapi.Profile) {
		uid := prop.UID{0: 0xB0, 15: section}
		p.Providers = append(p.Providers, mapi.Provider{UID: uid, Kind: mapi.KindStore, DLL: dll, Listed: true, Key: p.Key.Join(hive.Text(uid.String()))})
	}
}

// inconsistent adds what the profile contradicts itself in, with this many values.
func inconsistent(kind mapi.InconsistencyKind, values int) profileOption {
	return func(p *mapi.Profile) {
		x := mapi.Inconsistency{Kind: kind, Text: "text"}
		for i := range values {
			x.Facts = append(x.Facts, fact(p, prop.UID{15: byte(i + 1)}, "00033009", "text"))
		}
		p.Inconsistencies = append(p.Inconsistencies, x)
	}
}

// lacking says that the profile lacks a property that it has to have.
func lacking(property string) profileOption {
	return func(p *mapi.Profile) {
		p.MissingProperties = append(p.MissingProperties, mapi.MissingProperty{Property: property, Key: p.Key.Join("8503020000000000c000000000000046"), Why: "the section does not exist"})
	}
}

// account adds an account of that kind.
func account(id uint32, kind string) profileOption {
	return func(p *mapi.Profile) {
		p.Accounts = append(p.Accounts, mapi.Account{ID: id, Kind: kind, Key: p.Key.Join("9375CFF0413111d3B88A00104B2A6676").Join(hive.Text(fmt.Sprintf("%08x", id)))})
	}
}

func fact(p *mapi.Profile, section prop.UID, value, text hive.Text) hive.Fact {
	return hive.Fact{Key: p.Key.Join(hive.Text(section.String())), Value: value, State: p.State, Text: text}
}

// source joins profiles to a snapshot with the roots that they imply.
func source(profiles ...mapi.Profile) Snapshot {
	return Snapshot{Format: "regf", State: hive.Clean, Profiles: profiles}
}

// withDefault adds a root with a DefaultProfile.
func withDefault(s Snapshot, generation mapi.Generation, home hive.Path, name hive.Text) Snapshot {
	at := home
	if generation == "wms" {
		at += `\Profiles`
	}
	s.Roots = append(s.Roots, mapi.Root{
		Generation: generation, Key: home + `\Profiles`, Deleted: home + `\Deleted Profiles`,
		DefaultProfile: hive.Fact{Key: at, Value: "DefaultProfile", State: hive.Live, Text: name},
	})
	return s
}

func unhex(s string) hive.Hex {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// digits repeats a byte to 16 bytes of hex.
func digits(b string) string { return strings.Repeat(b, 16) }

// rules lists what fired, as "analyzer/rule".
func rules(fs []Finding) []string {
	out := []string{}
	for _, f := range fs {
		out = append(out, f.Analyzer+"/"+f.Rule)
	}
	return out
}

func run(sources ...Snapshot) []Finding { return Run(&Case{Sources: sources}, All()) }
