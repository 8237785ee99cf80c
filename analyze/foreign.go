package analyze

import (
	_ "embed"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

const (
	ruleLookAlike    = "look-alike"
	ruleModulePath   = "path"
	ruleNotMicrosoft = "not-microsoft"
)

//go:embed foreign.md
var foreignProviderManual string

func foreignProvider() *Analyzer {
	return &Analyzer{
		Name: "foreign-provider",
		Doc:  foreignProviderManual,
		Rules: []Rule{
			{ruleLookAlike, MediumSeverity},
			{ruleModulePath, MediumSeverity},
			{ruleNotMicrosoft, Informational},
		},
		Says: foreignProviderSays,
		Look: lookForeignProvider,
	}
}

// namedModule is one spelling of a DLL with every place that has it.
type namedModule struct {
	dll   hive.Text
	uses  []mapi.Module
	facts []Evidence
}

// lookForeignProvider looks at the DLLs that the profiles of one hive name, in whatever state: one finding for each
// spelling.
func lookForeignProvider(s *Snapshot) []Finding {
	byDLL := map[hive.Text]*namedModule{}
	var modules []*namedModule
	for i := range s.Profiles {
		p := &s.Profiles[i]
		for _, m := range p.Modules {
			key := hive.UpcaseText(m.DLL)
			of := byDLL[key]
			if of == nil {
				of = &namedModule{dll: m.DLL}
				byDLL[key] = of
				modules = append(modules, of)
			}
			of.dll = min(of.dll, m.DLL) // the same whatever the order of profiles
			of.uses = append(of.uses, m)
			of.facts = append(of.facts, Evidence{Profile: p.Name, Fact: m.Fact})
		}
	}
	var out []Finding
	damage := DamageOf(s)
	for _, m := range modules {
		if f, ok := m.judge(); ok {
			for _, e := range m.facts {
				f.doubt(doubtOf(damage, e.Key), sayModuleDamaged, sayModuleDirty)
			}
			out = append(out, f)
		}
	}
	return out
}

// judge says what is to be said of one DLL.
func (m *namedModule) judge() (Finding, bool) {
	f := Finding{Confidence: hive.High, Evidence: m.facts}
	name := mapi.ModuleName(m.dll)
	known, isKnown := mapi.LookupModule(name)
	near, how := nearestModule(name)
	switch folder := folderOf(m.dll); {
	case folder != noFolder:
		f.Rule = ruleModulePath
		f.modulePath(m, folder)
		if isKnown {
			f.tell(sayKnownNameInPath, quote(known.DLL), known.Maker)
		} else if how != notAlike {
			f.Severity = ""
			f.tell(sayNearInPath, quote(near.DLL))
			f.tellLikeness(m.dll, near, how)
		}
	case isKnown && known.Maker == mapi.Microsoft:
		return f, false
	case isKnown:
		f.Rule = ruleNotMicrosoft
		f.summarize(sayOtherMaker, quote(m.dll), known.Maker, known.What)
		f.tell(sayKnownFrom, known.Source)
		f.tellWhatLoads(m)
	case how != notAlike:
		f.Rule = ruleLookAlike
		if how != looksAlike {
			f.Confidence = hive.Medium
		}
		f.summarize(sayLookAlike, quote(m.dll), quote(near.DLL), near.What)
		f.tellLikeness(m.dll, near, how)
		f.tellWhatLoads(m)
	default:
		f.Rule = ruleNotMicrosoft
		f.summarize(sayUnknownModule, quote(m.dll))
		f.tell(sayUnknownMeans)
		f.tellWhatLoads(m)
	}
	f.tellServices(m)
	f.tellUse(m)
	switch {
	case f.Rule == ruleNotMicrosoft, f.Severity == Informational:
		f.advise(sayModuleNothing)
		f.advise(sayModuleSuspect)
	default:
		f.advise(sayModuleCollect, fileNames(m.dll))
		f.advise(sayModuleAsk)
		f.advise(sayModuleKeep)
	}
	return f, true
}

// modulePath says of a DLL that is named with its folder who can write there.
func (f *Finding) modulePath(m *namedModule, folder folderKind) {
	f.summarize(sayModuleWithPath, quote(m.dll))
	switch folder {
	case installFolder:
		f.Severity = Informational
		f.tell(sayInstallFolder)
	case userFolder:
		f.tell(sayUserFolder)
	case networkFolder:
		f.tell(sayNetworkFolder)
	default:
		f.Severity = LowSeverity
		f.tell(sayElsewhereFolder)
	}
	f.tell(sayPathAllowed)
}

// tellLikeness says what makes a name near a known one.
func (f *Finding) tellLikeness(dll hive.Text, near mapi.KnownModule, how likeness) {
	switch how {
	case looksAlike:
		if odd := oddCharacters(dll); odd != "" {
			f.tell(sayOddCharacters, odd)
		} else {
			f.tell(sayTakenFor)
		}
	case oneLetter:
		f.tell(sayOneLetter)
	case otherEnd:
		f.tell(sayOtherEnd, quote(near.DLL))
	}
}

// tellWhatLoads says which file MAPI looks for.
func (f *Finding) tellWhatLoads(m *namedModule) {
	f.tell(sayLoads, fileNames(m.dll))
}

// tellServices says where the DLL takes the place of a known one: the service or its install identifier is Microsoft's.
func (f *Finding) tellServices(m *namedModule) {
	var services []hive.Text
	name := mapi.ModuleName(m.dll)
	if microsofts(name) {
		return
	}
	for _, u := range m.uses {
		if slices.ContainsFunc(mapi.KnownModules(), func(k mapi.KnownModule) bool {
			return k.Maker == mapi.Microsoft && (k.Service != "" && hive.EqualFold(k.Service, u.Service) || k.InstallID != "" && hive.EqualFold(k.InstallID, u.InstallID))
		}) && !slices.Contains(services, u.Service) {
			services = append(services, u.Service)
		}
	}
	if len(services) > 0 {
		set := map[hive.Text]bool{}
		for _, s := range services {
			set[s] = true
		}
		f.tell(sayMicrosoftsService, quoted(set))
	}
}

// tellUse says how far the DLL is in use.
func (f *Finding) tellUse(m *namedModule) {
	inUse := func(from mapi.ModuleSource) bool {
		return slices.ContainsFunc(m.uses, func(u mapi.Module) bool { return u.Listed && u.Fact.State == hive.Live && u.From == from })
	}
	live := slices.ContainsFunc(m.uses, func(u mapi.Module) bool { return u.Fact.State == hive.Live })
	switch entry := slices.ContainsFunc(m.uses, func(u mapi.Module) bool { return u.From == mapi.ModuleOfEntryID }); {
	case inUse(mapi.ModuleOfProvider):
		f.tell(sayModuleInUse)
	case inUse(mapi.ModuleOfService):
		f.tell(sayModuleService)
	case entry && live:
		f.tell(sayModuleEntryID)
	case live:
		f.tell(sayModuleUnlisted)
	default:
		if f.Confidence == hive.High {
			f.Confidence = hive.Medium
		}
		f.tell(sayModulePast)
	}
}

// fileNames are the files that MAPI looks for under a name: "32" stands before its first full stop, and a program of
// today that is named whole is found as well.
func fileNames(dll hive.Text) string {
	if i := firstStop(dll); i >= 0 {
		return quote(dll[:i]+"32"+dll[i:]) + " or " + quote(dll)
	}
	return quote(dll+"32.dll") + " or " + quote(dll+".dll")
}

// firstStop is where the first full stop of the file name stands, -1 for none.
func firstStop(dll hive.Text) int {
	start := 0
	for i := range len(dll) {
		if dll[i] == '\\' || dll[i] == '/' {
			start = i + 1
		}
	}
	for i := start; i < len(dll); i++ {
		if dll[i] == '.' {
			return i
		}
	}
	return -1
}
