package analyze

import (
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

func init() {
	noVariable := func(s *Snapshot) {
		s.Context.Environment, s.Context.Folders, s.Context.Homes, s.Context.Names = nil, nil, nil, nil
	}
	noOrigin := func(s *Snapshot) { s.Path, s.User = "", User{} }
	maps.Copy(takers, map[Ground]func(s *Snapshot){
		OnFile:      func(s *Snapshot) { s.Files = nil },
		OnVariable:  noVariable,
		OnOwnHome:   noVariable,
		OnKeptAside: func(s *Snapshot) { dropProfiles(s, hive.KeptAside) },
		OnCopy:      noOrigin,
		OnUsers:     noOrigin,
		OnHosts:     noOrigin,
		OnFormat: func(s *Snapshot) {
			s.Files = nil
			eachProfile(func(p *mapi.Profile) {
				for i := range p.Services {
					p.Services[i].Name = ""
				}
				for _, pr := range providers(p) {
					pr.Unicode, pr.ServiceName = false, ""
				}
			})(s)
		},
		OnStalePath: func(s *Snapshot) {
			s.Context.Stores = nil
			eachProfile(func(p *mapi.Profile) {
				p.Paths = slices.DeleteFunc(p.Paths, func(r mapi.PathRef) bool { return r.Source != mapi.SourceProvider })
			})(s)
		},
	})
}
