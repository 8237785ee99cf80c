package ntuser

import "mapihive/hive"

// Prepared is a setting by which an administrator has Outlook make a profile at its next start: a default that
// does not exist yet, or a profile without content, may be meant.
type Prepared struct {
	Version string       `json:"version"` // of Office, "16.0"
	Kind    PreparedKind `json:"kind"`
	Policy  bool         `json:"policy,omitempty"` // below Policies, where the user cannot change it
	Fact    hive.Fact    `json:"fact"`
}

// PreparedKind is a way to prepare a profile.
type PreparedKind string

// Kinds of preparation.
const (
	// ZeroConfig: AutoDiscover\ZeroConfigExchange is 1, so that Outlook makes the profile from the directory
	// without a question (Office policy "Automatically configure profile based on Active Directory Primary SMTP
	// address").
	ZeroConfig PreparedKind = "zero-config-exchange"
	// ImportPRF: Setup\ImportPRF names a .prf file, and no First-Run beside it says that Outlook has been
	// through its first start, at which it reads the file.
	ImportPRF PreparedKind = "import-prf"
	// DefaultByPolicy: DefaultProfile stands below Policies.
	DefaultByPolicy PreparedKind = "default-profile"
)

// prepared reads what prepares profiles.
func (r *reader) prepared() {
	add := func(version string, kind PreparedKind, policy bool, f hive.Fact) {
		r.c.Prepared = append(r.c.Prepared, Prepared{version, kind, policy, f})
	}
	zeroConfig := func(version string, outlook key, policy bool) {
		k, ok := r.below(outlook, "AutoDiscover")
		if !ok {
			return
		}
		if v, ok := r.value(k, "ZeroConfigExchange"); ok {
			if n, ok := dword(v); ok && n == 1 {
				add(version, ZeroConfig, policy, r.valueFact(k, v.Name(), v, "1"))
			}
		}
	}
	for _, path := range officePaths {
		for version, k := range r.versions(path) {
			outlook, ok := r.below(k, "Outlook")
			if !ok {
				continue
			}
			zeroConfig(version, outlook, false)
			if setup, ok := r.below(outlook, "Setup"); ok {
				if f, ok := r.textFact(setup, "ImportPRF"); ok && f.Text != "" && !r.ran(setup) {
					add(version, ImportPRF, false, f)
				}
			}
		}
	}
	for version, k := range r.versions(officePolicies) {
		outlook, ok := r.below(k, "Outlook")
		if !ok {
			continue
		}
		zeroConfig(version, outlook, true)
		if f, ok := r.textFact(outlook, "DefaultProfile"); ok && f.Text != "" {
			add(version, DefaultByPolicy, true, f)
		}
	}
}

// ran reports whether a Setup key says that Outlook has been through its first start.
func (r *reader) ran(setup key) bool {
	for _, name := range []hive.Text{"First-Run", "FirstRun"} {
		if _, ok := r.value(setup, name); ok {
			return true
		}
	}
	return false
}
