package analyze

import (
	"mapihive/analyze/sets"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/ntuser"
	"mapihive/hive/winpath"
)

// StoreFile is one PST or OST file, as far as the profiles tell files apart: PSTs with one record key and,
// within a hive, references whose paths Windows resolves to one, regardless of case, are one file. A UNC path is one file for every
// hive, a path with a drive letter is not: each computer has its own C:.
type StoreFile struct {
	Kind       mapi.PathKind    `json:"kind"`
	Path       hive.Text        `json:"path"` // the spelling of the first profile that opens it
	References []StoreReference `json:"references"`
}

// StoreReference is one value that names a PST or OST file.
type StoreReference struct {
	Source  int             `json:"source"` // index of the hive
	User    hive.Text       `json:"user,omitempty"`
	SID     string          `json:"sid,omitempty"`
	Kind    mapi.PathKind   `json:"kind"`              // "" for a file with another extension
	Path    hive.Text       `json:"path"`              // as spelled in the value
	Profile hive.Text       `json:"profile,omitempty"` // absent where it stands outside the profiles
	Root    mapi.Generation `json:"root"`              // generation of the profile, else version of Outlook
	// Where in the profile the path stands, see mapi.PathRef: "provider" is what MAPI opens, the others
	// are copies that may be stale. WhereSearch is outside the profiles.
	Where mapi.PathSource `json:"where"`
	// What the store is, as far as the reference tells: see mapi.Provider.
	Role mapi.ProviderRole `json:"role,omitempty"`
	*StoreProvider
	hive.Fact
}

// StoreProvider is what the store provider's section says about the file beside its path.
type StoreProvider struct {
	Provider    prop.UID  `json:"provider"`
	Service     hive.Text `json:"service,omitempty"` // PR_SERVICE_NAME
	DisplayName hive.Text `json:"display_name,omitempty"`
	Default     bool      `json:"default_store"` // the profile's default store

	Role      mapi.ProviderRole `json:"-"` // that of the reference
	RecordKey hive.Hex          `json:"record_key,omitempty"`

	// FormatByService and FormatByFlags are "ansi" or "unicode", "" where there is nothing to tell: the
	// service MSPST MS is that of ANSI files and MSUPST MS that of Unicode files; PR_PST_CONFIG_FLAGS can
	// have the bit PST_CONFIG_UNICODE, and its absence tells nothing. Only the file itself is sure.
	FormatByService string `json:"format_by_service,omitempty"`
	FormatByFlags   string `json:"format_by_flags,omitempty"`

	Encryption       string `json:"encryption,omitempty"`        // PR_PST_ENCRYPTION: names, or a number
	RememberPassword *bool  `json:"remember_password,omitempty"` // PR_PST_REMEMBER_PW
	PasswordStored   bool   `json:"password_stored"`             // the section holds a secret that is not empty
}

// WhereSearch is the place of a path that Outlook's search keeps outside the profiles (Outlook\Search and its
// Catalog): it stays when the file leaves the profile.
const WhereSearch mapi.PathSource = "search"

// Other places outside the profiles, see ntuser.StorePlace.
const (
	WhereCorrupt mapi.PathSource = "last-corrupt" // Outlook\PST, LastCorruptStore
	WhereSetting mapi.PathSource = "setting"      // another setting of Outlook
)

// Roles of files that no provider tells.
const (
	RoleCorrupt    mapi.ProviderRole = "last corrupt store"
	RoleGroupCache mapi.ProviderRole = "groups cache" // a .nst
)

// Outside reports whether the reference stands outside the profiles.
func (r *StoreReference) Outside() bool {
	return r.Where == WhereSearch || r.Where == WhereCorrupt || r.Where == WhereSetting
}

// StoreReferences lists every value of the sources that names a PST or OST file, in the order of the
// sources, their profiles and the values in them, and after each source's profiles what Outlook's search
// knows. A value that names a path twice is one reference.
func StoreReferences(sources []Snapshot) []StoreReference {
	var refs []StoreReference
	for i := range sources {
		first := len(refs)
		for j := range sources[i].Profiles {
			refs = append(refs, profileStores(i, &sources[i].Profiles[j])...)
		}
		for _, s := range sources[i].Context.Stores {
			where := mapi.PathSource(s.Place)
			if s.Place == ntuser.StoreSearch {
				where = WhereSearch
			}
			refs = append(refs, StoreReference{Source: i, Kind: mapi.PathKind(s.Kind), Path: s.Path, Root: mapi.Generation(s.Version), Where: where, Fact: s.Fact})
		}
		for j := range refs[first:] {
			r := &refs[first+j]
			r.User, r.SID, r.Role = sources[i].User.Name, sources[i].User.SID, roleOf(r)
		}
	}
	return refs
}

func roleOf(r *StoreReference) mapi.ProviderRole {
	switch {
	case r.StoreProvider != nil && r.StoreProvider.Role != "":
		return r.StoreProvider.Role
	case r.Where == WhereCorrupt:
		return RoleCorrupt
	case r.Kind == mapi.NST:
		return RoleGroupCache
	}
	return ""
}

func profileStores(source int, p *mapi.Profile) []StoreReference {
	type named struct {
		key         hive.Path
		value, path hive.Text
		offset      int64
	}
	seen := map[named]bool{}
	if len(p.Paths) == 0 {
		return nil
	}
	table := newProviderTable(p)
	providers := map[prop.UID]*StoreProvider{}
	var refs []StoreReference
	for i := range p.Paths {
		ref := &p.Paths[i]
		n := named{ref.Fact.Key, ref.Fact.Value, ref.Path, ref.Fact.Offset}
		if seen[n] {
			continue
		}
		seen[n] = true
		r := StoreReference{
			Source: source, Kind: ref.Kind, Path: ref.Path, Profile: p.Name, Root: p.Root, Where: ref.Source, Fact: ref.Fact,
		}
		if uid, ok := table.providerOf(ref); ok {
			if providers[uid] == nil {
				v := table.store(uid)
				providers[uid] = &v
			}
			r.StoreProvider = providers[uid]
		}
		refs = append(refs, r)
	}
	return refs
}

// StoreFiles groups references to files, in the order of their first reference.
func StoreFiles(refs []StoreReference) []StoreFile {
	group := sets.By(len(refs), func(i int) []fileID { return refs[i].ids() })
	var files []StoreFile
	at := map[int]int{}
	var known []bool // whether the path of the file is one that is opened
	for i, r := range refs {
		n, met := at[group[i]]
		if !met {
			n = len(files)
			at[group[i]] = n
			files, known = append(files, StoreFile{Kind: r.Kind, Path: r.Path}), append(known, false)
		}
		f := &files[n]
		if opened(r) && !known[n] {
			f.Path, known[n] = r.Path, true
		}
		f.References = append(f.References, r)
	}
	return files
}

// Paths counts the paths of the file that Windows does not resolve to one. References in one file that have
// several are held together by their record key.
func (f *StoreFile) Paths() int {
	names := map[hive.Text]bool{}
	for i := range f.References {
		names[nameOf(f.References[i].Path).raised] = true
	}
	return len(names)
}

// opened reports whether MAPI opens the path when the profile is used.
func opened(r StoreReference) bool { return r.Where == mapi.SourceProvider && r.State == hive.Live }

// fileID is one thing that tells a file from others.
type fileID struct {
	source    int // -1 where it holds for every computer
	path      hive.Text
	recordKey string
}

func (r *StoreReference) ids() []fileID {
	name := nameOf(r.Path)
	path := fileID{source: r.Source, path: name.raised}
	if winpath.IsUNC(name.normal) {
		path.source = -1
	}
	ids := []fileID{path}
	// A PST gets its record key, a GUID, when it is made; that of an OST is its mailbox's.
	if v := r.StoreProvider; v != nil && r.Kind == mapi.PST && isRecordKey(v.RecordKey) {
		ids = append(ids, fileID{source: -1, recordKey: string(v.RecordKey)})
	}
	return ids
}
