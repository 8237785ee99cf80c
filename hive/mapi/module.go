package mapi

import (
	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// Module is one DLL that a profile names and that is none of Microsoft's known ones under their plain names: MAPI loads
// that of a provider when it opens the profile, that of a service when the service is configured.
type Module struct {
	DLL       hive.Text    `json:"dll"` // as stored: MAPI puts "32" before its first full stop (PR_PROVIDER_DLL_NAME)
	From      ModuleSource `json:"from"`
	Service   hive.Text    `json:"service,omitempty"`    // PR_SERVICE_NAME of the section or of its service
	InstallID hive.Text    `json:"install_id,omitempty"` // PR_SERVICE_INSTALL_ID of the section
	Section   prop.UID     `json:"section"`
	Listed    bool         `json:"listed"` // MAPI's lists lead to the section
	Fact      hive.Fact    `json:"fact"`
}

// ModuleSource is where a profile names a DLL.
type ModuleSource string

// Sources of a Module.
const (
	ModuleOfService  ModuleSource = "service"  // PR_SERVICE_DLL_NAME
	ModuleOfProvider ModuleSource = "provider" // PR_PROVIDER_DLL_NAME
	ModuleOfEntryID  ModuleSource = "entry-id" // in a wrapped store entry identifier
)

// maxModules is how many modules of one profile are kept. Real profiles have about ten.
const maxModules = 1_000

const idServiceInstall = 0x3D13 // PR_SERVICE_INSTALL_ID

// modules collects the DLLs of services and providers that are no ordinary ones, in whatever section they stand, and
// of the entry identifiers of stores those that no section of the profile names.
func (b *builder) modules() {
	named := map[hive.Text]bool{}
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		for _, of := range []struct {
			id   uint16
			from ModuleSource
		}{{idServiceDLL, ModuleOfService}, {idProviderDLL, ModuleOfProvider}} {
			for p := range s.props(of.id) {
				if dll, ok := p.Text(); ok && dll != "" {
					named[hive.UpcaseText(dll)] = true
					b.module(i, of.from, dll, s.fact(p))
				}
			}
		}
	}
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		for j := range s.Properties {
			b.entryModules(i, &s.Key, &s.Properties[j], named)
		}
		for k := range s.keysBelow() {
			for _, v := range k.Values {
				p := s.Decode(v)
				b.entryModules(i, k, &p, named)
			}
		}
	}
}

// entryModules adds the DLLs of the wrapped store entry identifiers in a value that named does not have yet.
func (b *builder) entryModules(i int, k *Key, p *prop.Property, named map[hive.Text]bool) {
	for dll := range p.StoreDLLs() {
		if raised := hive.UpcaseText(dll); !named[raised] && len(b.p.Modules) < maxModules {
			named[raised] = true
			b.module(i, ModuleOfEntryID, dll, k.says(p, dll))
		}
	}
}

func (b *builder) module(i int, from ModuleSource, dll hive.Text, fact hive.Fact) {
	if len(b.p.Modules) >= maxModules || ordinaryModule(dll) {
		return
	}
	s := &b.p.Sections[i]
	service := b.serviceNames[i]
	if uid, ok := s.uid(idServiceUID); ok && service == "" {
		if j, ok := b.byUID[uid]; ok {
			service = b.serviceNames[j]
		}
	}
	b.p.Modules = append(b.p.Modules, Module{
		DLL: dll, From: from, Service: service, InstallID: s.text(idServiceInstall), Section: s.UID, Listed: s.Listed, Fact: fact,
	})
}
