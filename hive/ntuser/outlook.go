package ntuser

import (
	"fmt"
	"iter"
	"slices"

	"mapihive/hive"
	"mapihive/hive/office"
	"mapihive/hive/winpath"
)

// Places of Office's keys. Windows does not redirect HKCU\Software for 32-bit programs, so the second is
// not expected to hold anything; it costs one lookup.
var officePaths = [...]hive.Path{`Software\Microsoft\Office`, `Software\Wow6432Node\Microsoft\Office`}

const officePolicies = `Software\Policies\Microsoft\Office`

// office reads what each version of Office and Outlook left.
func (r *reader) office() {
	for _, path := range officePaths {
		for version, k := range r.versions(path) {
			r.c.Office = addVersion(r.c.Office, Version{Version: version, Confidence: hive.Low, Facts: []hive.Fact{r.keyFact(k, "")}})
			if outlook, ok := r.below(k, "Outlook"); ok {
				r.outlook(version, outlook)
			}
		}
	}
	for _, k := range r.versions(officePolicies) {
		if outlook, ok := r.below(k, "Outlook"); ok {
			r.forcedPaths(outlook)
		}
	}
	// Outlook is a part of Office: where it ran, Office is more than a key.
	for i, office := range r.c.Office {
		for _, outlook := range r.c.Outlook {
			if outlook.Version == office.Version {
				r.c.Office[i].Confidence = outlook.Confidence
			}
		}
	}
	sortVersions(r.c.Office)
	sortVersions(r.c.Outlook)
}

// versions yields the version keys below the key at path, each version once.
func (r *reader) versions(path hive.Path) iter.Seq2[string, key] {
	return func(yield func(string, key) bool) {
		k, ok := r.lookup(path)
		if !ok {
			return
		}
		var seen []string
		for sub := range r.subkeys(k) {
			version := string(sub.name)
			if _, ok := office.ParseVersion(version); !ok || slices.Contains(seen, version) {
				continue
			}
			if len(seen) == maxVersions {
				r.limit(k, fmt.Sprintf("more than %d versions of Office", maxVersions))
				return
			}
			if seen = append(seen, version); !yield(version, sub) {
				return
			}
		}
	}
}

func (r *reader) outlook(version string, outlook key) {
	r.forcedPaths(outlook)
	if k, ok := r.below(outlook, "PST"); ok {
		for name, v := range r.values(k) {
			r.c.Settings = append(r.c.Settings, r.valueFact(k, name, v, r.shown(k, v)))
		}
	}
	r.storeSettings(version, outlook)
	facts, proof := r.footprints(outlook)
	for _, path := range []hive.Path{"Search", `Search\Catalog`, "Catalog"} {
		if k, ok := r.below(outlook, path); ok {
			if stores := r.stores(version, k); len(stores) > 0 {
				facts, proof = append(facts, stores[0].Fact), append(proof, stores[0].Fact)
				r.c.Stores = append(r.c.Stores, stores...)
			}
		}
	}
	v := Version{Version: version, Confidence: hive.Low, Facts: facts, Proof: proof}
	switch len(facts) {
	case 0:
		v.Facts = []hive.Fact{r.keyFact(outlook, "")}
	case 1:
		v.Confidence = hive.Medium
	default:
		v.Confidence = hive.High
	}
	r.c.Outlook = addVersion(r.c.Outlook, v)
}

// stores reads the paths of k, which are names of values; other values are settings of the search.
func (r *reader) stores(version string, k key) []Store {
	var stores []Store
	for name, v := range r.values(k) {
		if winpath.IsFull(name) {
			stores = append(stores, Store{Version: version, Kind: office.DataFile(name), Path: name, Fact: r.valueFact(k, name, v, "")})
		}
	}
	return stores
}

// footprints returns the values and keys that Outlook writes when it is set up or runs for a user. Keys
// that installers, add-ins, Lync or other Office programs make as well (the Outlook key itself, Addins,
// AutoDiscover, IM, Options, Resiliency, and First-Run as text below 8.0) are none. First-Run alone is proof
// that this version ran: the others are also set by scripts and policies, or copied from a version before.
func (r *reader) footprints(outlook key) (facts, proof []hive.Fact) {
	for _, p := range []struct {
		key    hive.Path
		value  hive.Text
		typ    hive.ValueType
		proves bool
	}{
		{"", "DefaultProfile", hive.RegSz, false},
		{"", "OutlookName", hive.RegSz, false},
		{"Setup", "First-Run", hive.RegBinary, true},
		{"UserInfo", "RulesMachineID", hive.RegBinary, false},
		{"Security", "OutlookSecureTempFolder", hive.RegSz, false},
	} {
		k, ok := outlook, true
		if p.key != "" {
			k, ok = r.below(outlook, p.key)
		}
		if !ok {
			continue
		}
		if v, ok := r.value(k, p.value); ok && v.Type() == p.typ && v.Size() > 2 {
			fact := r.valueFact(k, v.Name(), v, r.shown(k, v))
			facts = append(facts, fact)
			if p.proves {
				proof = append(proof, fact)
			}
		}
	}
	if k, ok := r.below(outlook, "Profiles"); ok {
		for profile := range r.subkeys(k) {
			facts = append(facts, r.keyFact(profile, ""))
			break
		}
	}
	return facts, proof
}

// forcedPaths notes where new PST and OST files are to be made, by setting or policy.
func (r *reader) forcedPaths(outlook key) {
	for _, name := range []hive.Text{"ForcePSTPath", "ForceOSTPath"} {
		if f, ok := r.textFact(outlook, name); ok {
			r.c.Settings = append(r.c.Settings, f)
		}
	}
}

// OutlookVersions returns, ascending, the versions of Outlook that were set up or ran for this user: those
// that left at least one value or key which only Outlook itself writes.
func (c *Context) OutlookVersions() []string {
	var versions []string
	for _, v := range c.Outlook {
		if v.Confidence != hive.Low {
			versions = append(versions, v.Version)
		}
	}
	return versions
}

// Proven reports whether the hive proves that this version of Outlook ran for the user: it holds the time of
// the first run (Setup\First-Run, REG_BINARY) or a data file that its search knows (values of Search and
// Search\Catalog, of Catalog in Outlook 2007). A key alone proves nothing: installers, add-ins and other
// programs of Office make it.
func (v *Version) Proven() bool { return len(v.Proof) > 0 }

func addVersion(versions []Version, v Version) []Version {
	i := slices.IndexFunc(versions, func(o Version) bool { return o.Version == v.Version })
	if i < 0 {
		return append(versions, v)
	}
	have := &versions[i]
	have.Facts, have.Proof = append(have.Facts, v.Facts...), append(have.Proof, v.Proof...)
	if v.Confidence.Compare(have.Confidence) > 0 {
		have.Confidence = v.Confidence
	}
	return versions
}

func sortVersions(versions []Version) {
	slices.SortFunc(versions, func(a, b Version) int {
		x, _ := office.ParseVersion(a.Version)
		y, _ := office.ParseVersion(b.Version)
		return x.Compare(y)
	})
}
