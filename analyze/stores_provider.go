package analyze

import (
	"bytes"
	"cmp"
	"iter"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// providers yields every service provider of a profile with its service, nil where it belongs to none.
func providers(p *mapi.Profile) iter.Seq2[*mapi.Service, *mapi.Provider] {
	return func(yield func(*mapi.Service, *mapi.Provider) bool) {
		for i := range p.Services {
			s := &p.Services[i]
			for j := range s.Providers {
				if !yield(s, &s.Providers[j]) {
					return
				}
			}
		}
		for i := range p.Providers {
			if !yield(nil, &p.Providers[i]) {
				return
			}
		}
	}
}

// providerTable finds the service providers of a profile, which can have as many as it has sections.
type providerTable struct {
	p     *mapi.Profile
	byUID []tabledProvider       // by UID, those of one UID in the order of the profile
	byOST map[hive.Text]prop.UID // the first provider with that OST path; made when it is asked for
}

type tabledProvider struct {
	service  *mapi.Service // nil for one that belongs to none
	provider *mapi.Provider
}

func newProviderTable(p *mapi.Profile) providerTable {
	t := providerTable{p: p}
	for service, v := range providers(p) {
		t.byUID = append(t.byUID, tabledProvider{service, v})
	}
	slices.SortStableFunc(t.byUID, func(a, b tabledProvider) int { return bytes.Compare(a.provider.UID[:], b.provider.UID[:]) })
	return t
}

// with returns the providers with that UID.
func (t *providerTable) with(uid prop.UID) []tabledProvider {
	i, _ := slices.BinarySearchFunc(t.byUID, uid, func(e tabledProvider, uid prop.UID) int { return bytes.Compare(e.provider.UID[:], uid[:]) })
	n := i
	for n < len(t.byUID) && t.byUID[n].provider.UID == uid {
		n++
	}
	return t.byUID[i:n]
}

// withOST returns the first provider with that OST path.
func (t *providerTable) withOST(path hive.Text) (prop.UID, bool) {
	if t.byOST == nil {
		t.byOST = map[hive.Text]prop.UID{}
		for _, v := range providers(t.p) {
			if _, ok := t.byOST[v.OSTPath]; !ok {
				t.byOST[v.OSTPath] = v.UID
			}
		}
	}
	uid, ok := t.byOST[path]
	return uid, ok
}

// providerOf is the store provider whose path it is: the section that holds it or, for the OST path in an
// Exchange section, the provider that gets its path from there. A path in another kind of provider, such as
// the Outlook Address Book, is only a copy.
func (t *providerTable) providerOf(ref *mapi.PathRef) (prop.UID, bool) {
	switch {
	case ref.Provider.IsZero():
		if ref.Source == mapi.SourceProvider {
			return t.withOST(ref.Path)
		}
	case ref.Source == mapi.SourceUnlisted:
		return ref.Provider, true
	default:
		if in := t.with(ref.Provider); len(in) > 0 {
			return ref.Provider, in[0].provider.Kind == mapi.KindStore || ref.Source == mapi.SourceProvider
		}
	}
	return prop.UID{}, false
}

// store is what the sections of the store provider with that UID say.
func (t *providerTable) store(uid prop.UID) StoreProvider {
	v := StoreProvider{Provider: uid, Default: t.p.Order.IsDefault(uid)}
	own := hive.Text("")
	for i, e := range t.with(uid) {
		if e.service != nil {
			v.Service = e.service.Name
		}
		if i > 0 {
			continue
		}
		from := e.provider
		own = from.ServiceName
		v.DisplayName, v.RecordKey, v.Role = from.DisplayName, from.RecordKey, from.Role
		v.Encryption, v.PasswordStored = from.Encryption, from.SecretStored
		if from.Unicode {
			v.FormatByFlags = "unicode"
		}
		if on := from.RememberPassword == mapi.On; on || from.RememberPassword == mapi.Off {
			v.RememberPassword = &on
		}
	}
	v.Service = cmp.Or(v.Service, own)
	switch hive.UpcaseText(v.Service) {
	case "MSPST MS":
		v.FormatByService = "ansi"
	case "MSUPST MS":
		v.FormatByService = "unicode"
	}
	return v
}
