package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/office"
)

func storesPage(p *page, sources []analyze.Snapshot) {
	p.title("PST and OST files")
	p.read(sources)
	files := analyze.StoreFiles(analyze.StoreReferences(sources))
	if len(files) == 0 {
		p.gap()
		p.para(0, "No profile names a PST or OST file, nor do Outlook's search and settings.")
		return
	}
	for i := range files {
		p.gap()
		p.storeFile(i+1, &files[i], sources)
	}
	p.gap()
	p.para(0, `MAPI opens the path of the provider. All other places hold copies, which may be stale. The CSV and JSON forms have a row for each reference, with its key, value name and offset.`)
}

// read names the sources, with the numbers that the rest refers to where there are several.
func (p *page) read(sources []analyze.Snapshot) {
	r := &Report{Sources: sources}
	for i := range sources {
		p.source(r.Sources, i)
		switch why := Unread(&sources[i]); {
		case why != "":
			p.para(2, "not read: "+why)
		case len(sources[i].Profiles) == 0:
			p.para(2, noProfile(&sources[i]))
		case quietWords[sources[i].State] == "":
			p.para(2, stateWords[sources[i].State])
		}
		if u := sources[i].User; u != (analyze.User{}) {
			p.para(2, join("User", u.Name.String(), hive.Text(u.SID).String()))
		}
		p.labels(&sources[i].Labels)
	}
}

func (p *page) storeFile(n int, f *analyze.StoreFile, sources []analyze.Snapshot) {
	several := len(sources) > 1
	ways, uses := spellings(f)
	name := f.Path
	if len(ways) > 1 {
		name = name[strings.LastIndexAny(string(name), `\/`)+1:]
	}
	kind := strings.ToUpper(string(f.Kind))
	if kind == "" {
		kind = "File"
	}
	p.line(0, "%d. %s  %s", n, kind, name)
	for _, l := range []struct {
		name string
		of   func(*analyze.StoreProvider) string
	}{
		{"Record key", func(v *analyze.StoreProvider) string { return v.RecordKey.String() }},
		{"Format", formatWords},
		{"Encryption", encryptionWords},
		{"Password", passwordWords},
	} {
		if values := distinct(f, l.of); len(values) > 0 {
			p.pair(3, storeGroup, l.name, strings.Join(values, "; elsewhere "))
		}
	}
	for _, d := range f.OnDisk(sources) {
		p.pair(3, storeGroup, "On disk", diskWords(&d))
	}
	if len(ways) == 1 {
		p.uses(3, usesOf(uses[ways[0]], several))
		return
	}
	switch {
	case f.Paths() > 1:
		p.pair(3, storeGroup, "Paths", fmt.Sprintf("%d for one record key: one file by several ways, or copies", len(ways)))
	case slices.ContainsFunc(ways, func(t hive.Text) bool { return !hive.EqualFold(t, ways[0]) }):
		p.pair(3, storeGroup, "Spellings", fmt.Sprintf("%d of one path", len(ways)))
	default:
		p.pair(3, storeGroup, "Spellings", fmt.Sprintf("%d, different in case", len(ways)))
	}
	for _, path := range ways {
		p.line(3, "%s", path)
		p.uses(5, usesOf(uses[path], several))
	}
}

// uses writes a line for each profile.
func (p *page) uses(depth int, uses []string) {
	for _, u := range uses {
		p.item(depth, "", u)
	}
}

// distinct returns what the providers of a file say, each answer once, in order.
func distinct(f *analyze.StoreFile, of func(*analyze.StoreProvider) string) []string {
	var out []string
	for _, r := range f.References {
		if r.StoreProvider == nil {
			continue
		}
		if s := of(r.StoreProvider); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// spellings are the paths of a file, first the one that names it, each with the references that have it.
func spellings(f *analyze.StoreFile) (ways []hive.Text, uses map[hive.Text][]*analyze.StoreReference) {
	ways, uses = []hive.Text{f.Path}, map[hive.Text][]*analyze.StoreReference{f.Path: nil}
	for i := range f.References {
		r := &f.References[i]
		if _, known := uses[r.Path]; !known {
			ways = append(ways, r.Path)
		}
		uses[r.Path] = append(uses[r.Path], r)
	}
	return ways, uses
}

// usesOf says on one line a profile where it has a path: `Profile "Outlook" (live): provider, 2 settings`.
func usesOf(refs []*analyze.StoreReference, several bool) []string {
	type user struct {
		source         int
		profile, state string
		root           mapi.Generation
		outside        string // what names it outside the profiles
	}
	var users []user
	where := map[user][]mapi.PathSource{}
	isDefault, roles := map[user]bool{}, map[user]mapi.ProviderRole{}
	for _, r := range refs {
		u := user{source: r.Source, profile: quote(r.Profile), state: string(r.State), root: r.Root, outside: outsideWords(r)}
		if where[u] == nil {
			users = append(users, u)
		}
		where[u] = append(where[u], r.Where)
		isDefault[u] = isDefault[u] || r.StoreProvider != nil && r.Default
		roles[u] = cmp.Or(roles[u], r.Role)
	}
	var out []string
	for _, u := range users {
		what := some(u.state, string(roles[u]))
		if isDefault[u] {
			what = append(what, "default store")
		}
		line := fmt.Sprintf("Profile %s (%s): %s", u.profile, strings.Join(what, ", "), places(where[u]))
		if u.outside != "" {
			line = office.Outlook(string(u.root)) + ": " + u.outside + ", outside the profiles"
		}
		if several {
			line = fmt.Sprintf("[%d] %s", u.source+1, line)
		}
		out = append(out, line)
	}
	return out
}

// outsideWords names what names a file outside the profiles, "" where a profile does.
func outsideWords(r *analyze.StoreReference) string {
	switch r.Where {
	case analyze.WhereSearch:
		return "search"
	case analyze.WhereCorrupt:
		return r.Value.String()
	case analyze.WhereSetting:
		return "setting " + r.Value.String()
	}
	return ""
}

// placeWord is a noun for a place of a path.
type placeWord struct {
	where mapi.PathSource
	noun  string
}

// placeWords name the places of a path, in the order of how far they can be trusted.
var placeWords = []placeWord{
	{mapi.SourceProvider, "provider"},
	{mapi.SourceEntryID, "entry id"},
	{mapi.SourceAccount, "account value"},
	{mapi.SourceSettings, "settings value"},
	{mapi.SourceUnlisted, "unlisted section"},
}

// places counts where a path stands: "provider, entry id, 2 settings values".
func places(where []mapi.PathSource) string {
	nouns := placeWords
	for _, w := range where {
		if !slices.ContainsFunc(nouns, func(p placeWord) bool { return p.where == w }) {
			nouns = append(nouns[:len(nouns):len(nouns)], placeWord{w, string(w)})
		}
	}
	var parts []string
	for _, p := range nouns {
		n := 0
		for _, w := range where {
			if w == p.where {
				n++
			}
		}
		switch {
		case n == 1:
			parts = append(parts, p.noun)
		case n > 1:
			parts = append(parts, english.Count(n, p.noun))
		}
	}
	return strings.Join(parts, ", ")
}

// formatWords says which format the service and the flags stand for; where they differ, both.
func formatWords(v *analyze.StoreProvider) string {
	words := map[string]string{"ansi": "ANSI", "unicode": "Unicode"}
	service := "service " + v.Service.String()
	switch s, f := v.FormatByService, v.FormatByFlags; {
	case s == "" && f == "":
		return ""
	case s == f:
		return fmt.Sprintf("%s (%s, PST_CONFIG_UNICODE)", words[s], service)
	case f == "":
		return fmt.Sprintf("%s (%s)", words[s], service)
	case s == "":
		return fmt.Sprintf("%s (PST_CONFIG_UNICODE)", words[f])
	}
	return fmt.Sprintf("not sure: %s by %s, %s by PST_CONFIG_UNICODE", words[v.FormatByService], service, words[v.FormatByFlags])
}

func encryptionWords(v *analyze.StoreProvider) string {
	if v.Encryption == "" {
		return ""
	}
	return "PR_PST_ENCRYPTION " + v.Encryption
}

// passwordWords says what the profile holds of a password; whether the file has one, only the file tells.
func passwordWords(v *analyze.StoreProvider) string {
	remember := ""
	if b := v.RememberPassword; b != nil {
		remember = fmt.Sprintf("PR_PST_REMEMBER_PW %t", *b)
	}
	stored := ""
	if v.PasswordStored {
		stored = "stored in the profile, not shown"
	}
	return strings.Join(some(stored, remember), "; ")
}
