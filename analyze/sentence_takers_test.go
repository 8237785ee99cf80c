package analyze

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// takeAway removes every fact of one kind from the case; false if there was none.
func takeAway(t *testing.T, ground Ground, c *Case) bool {
	take, ok := takers[ground]
	require.True(t, ok, "no way to take away %s", ground)
	before, err := json.Marshal(c)
	require.NoError(t, err)
	for i := range c.Sources {
		take(&c.Sources[i])
	}
	after, err := json.Marshal(c)
	require.NoError(t, err)
	return string(before) != string(after)
}

var takers = map[Ground]func(s *Snapshot){
	OnWhole: func(s *Snapshot) { s.State = hive.Damaged },
	OnPath: func(s *Snapshot) {
		eachSignature(s, func(g *mapi.Signature) { g.OSTPath, g.PSTPath = "", "" })
		eachProfile(func(p *mapi.Profile) { p.Paths = nil })(s)
	},
	OnRecordKey: func(s *Snapshot) {
		eachSignature(s, func(g *mapi.Signature) { g.RecordKey = nil })
		eachProfile(func(p *mapi.Profile) {
			for i := range p.Paths {
				p.Paths[i].RecordKey = nil
			}
			for _, pr := range providers(p) {
				pr.RecordKey = nil
			}
		})(s)
	},
	OnEntryID:       func(s *Snapshot) { eachSignature(s, func(g *mapi.Signature) { g.EntryID = nil }) },
	OnModule:        eachProfile(func(p *mapi.Profile) { p.Modules = nil }),
	OnInconsistency: eachProfile(func(p *mapi.Profile) { p.Inconsistencies = nil }),
	OnProperty:      eachProfile(func(p *mapi.Profile) { p.MissingProperties = nil }),
	OnDefault: func(s *Snapshot) {
		for i := range s.Roots {
			s.Roots[i].DefaultProfile = hive.Fact{}
		}
		for i := range s.Profiles {
			s.Profiles[i].Default = false
		}
	},
	OnLive:         func(s *Snapshot) { dropProfiles(s, hive.Live) },
	OnAside:        func(s *Snapshot) { dropProfiles(s, hive.KeptAside) },
	OnPart:         eachProfile(func(p *mapi.Profile) { p.Where = mapi.Where{} }),
	OnDeleted:      func(s *Snapshot) { dropProfiles(s, hive.Deleted) },
	OnRecovered:    func(s *Snapshot) { dropProfiles(s, hive.Recovered) },
	OnInstance:     eachProfile(func(p *mapi.Profile) { p.Instance = nil }),
	OnMissing:      eachProfile(func(p *mapi.Profile) { p.Missing = nil }),
	OnDrive:        func(s *Snapshot) { s.Drives, s.Context.Drives = nil, nil },
	OnVersion:      func(s *Snapshot) { s.Outlook, s.Context.Outlook = nil, nil },
	OnDefaultStore: eachProfile(func(p *mapi.Profile) { p.Order.DefaultStore = prop.UID{} }),
	OnWritten:      takeTimes,
	OnCopyTime:     takeTimes,
	OnFault:        eachProfile(func(p *mapi.Profile) { p.Faults = nil }),
	OnAccount:      eachProfile(func(p *mapi.Profile) { p.Accounts = nil }),
	OnDoubt: func(s *Snapshot) {
		s.State, s.Diagnostics = hive.Clean, nil
		for i := range s.Logs {
			s.Logs[i].Doubts = nil
		}
	},
	OnPrepared: func(s *Snapshot) {
		s.Context.Prepared, s.Changes = nil, nil
	},
	OnGeneration: func(s *Snapshot) {
		for i := range s.Profiles {
			s.Profiles[i].Root = ""
		}
		for i := range s.Roots {
			s.Roots[i].Generation = ""
		}
	},
	OnSignature: func(s *Snapshot) {
		eachProfile(func(p *mapi.Profile) { p.Signatures = nil })(s)
		for i := range s.Changes {
			s.Changes[i].Signatures = nil
		}
	},
	OnMailbox: func(s *Snapshot) {
		eachSignature(s, func(g *mapi.Signature) { g.Mailbox = "" })
		eachProfile(func(p *mapi.Profile) {
			for i := range p.Exchange {
				p.Exchange[i].Mailbox = ""
			}
			for _, pr := range providers(p) {
				pr.Mailbox = ""
			}
		})(s)
	},
	OnServer: func(s *Snapshot) { eachSignature(s, func(g *mapi.Signature) { g.Server = "" }) },
	OnProvider: func(s *Snapshot) {
		eachSignature(s, func(g *mapi.Signature) { g.DLL = "" })
		eachProfile(func(p *mapi.Profile) {
			for _, pr := range providers(p) {
				pr.DLL, pr.ServiceName = "", ""
			}
		})(s)
	},
}

// eachSignature changes every signature of a source, also those from before its transaction logs.
func eachSignature(s *Snapshot, change func(g *mapi.Signature)) {
	eachProfile(func(p *mapi.Profile) {
		for i := range p.Signatures {
			change(&p.Signatures[i])
		}
	})(s)
	for i := range s.Changes {
		for j := range s.Changes[i].Signatures {
			change(&s.Changes[i].Signatures[j])
		}
	}
}

func init() {
	maps.Copy(takers, map[Ground]func(s *Snapshot){
		OnLog: func(s *Snapshot) { s.Changes = nil },
		OnLogTimes: func(s *Snapshot) {
			for i := range s.Changes {
				s.Changes[i].LastWrite, s.Changes[i].Previous = 0, 0
			}
		},
		OnGone: func(s *Snapshot) {
			s.Changes = nil
			s.Profiles = slices.DeleteFunc(s.Profiles, func(p mapi.Profile) bool { return p.State != hive.Live })
		},
		OnName: func(s *Snapshot) {
			plain := func(name hive.Text) hive.Text {
				return hive.Text(strings.Map(func(r rune) rune {
					if r >= '0' && r <= '9' || r == '-' {
						return 'g' + (r-'-')%16
					}
					return r
				}, string(name)))
			}
			for i := range s.Profiles {
				p := &s.Profiles[i]
				p.Name = plain(p.Name)
				p.Key = p.Key.Parent().Join(p.Name)
			}
			for i := range s.Changes {
				c := &s.Changes[i]
				c.Profile = plain(c.Profile)
				c.Before = c.Before.Parent().Join(c.Profile)
			}
		},
		OnBackup: func(s *Snapshot) {
			s.Profiles = slices.DeleteFunc(s.Profiles, func(p mapi.Profile) bool { return strings.HasPrefix(string(p.Name), "BACKUP OF ") })
		},
		OnSearch:  func(s *Snapshot) { s.Context.Stores = nil },
		OnSession: func(s *Snapshot) { s.Context.Sessions, s.Context.Printers, s.Context.LostPrinters = nil, nil, nil },
		OnHome:    func(s *Snapshot) { s.Context.Homes = nil },
		OnUEV:     func(s *Snapshot) { s.Context.UEV = nil },
		OnUnlisted: eachProfile(func(p *mapi.Profile) {
			p.UnlistedSections, p.Order.MailAccounts, p.Order.AddressBookAccounts, p.Order.StoreAccounts = nil, nil, nil, nil
		}),
		OnLink: eachProfile(func(p *mapi.Profile) {
			p.Services, p.Providers = nil, nil
		}),
		OnUser: func(s *Snapshot) { s.User = User{} },
		OnSID:  func(s *Snapshot) { s.User.SID = "" },
	})
}

// takeTimes removes every time from what a hive says.
func takeTimes(s *Snapshot) {
	s.Written = 0
	for i := range s.Logs {
		s.Logs[i].Written = 0
	}
	for i := range s.Roots {
		r := &s.Roots[i]
		r.LastWrite, r.DeletedWrite, r.DefaultProfile.LastWrite = 0, 0, 0
	}
	for i := range s.Profiles {
		p := &s.Profiles[i]
		p.LastWrite = 0
		for j := range p.Services {
			p.Services[j].LastWrite = 0
		}
		for j := range p.Accounts {
			p.Accounts[j].LastWrite = 0
		}
		for j := range p.Exchange {
			p.Exchange[j].LastWrite = 0
		}
		for _, pr := range providers(p) {
			pr.LastWrite = 0
		}
		for j := range p.Paths {
			p.Paths[j].Fact.LastWrite = 0
		}
	}
	eachSignature(s, func(g *mapi.Signature) { g.Fact.LastWrite = 0 })
	c := &s.Context
	for i := range c.Drives {
		c.Drives[i].Fact.LastWrite = 0
	}
	for i := range c.Folders {
		c.Folders[i].Fact.LastWrite = 0
	}
	for i := range c.Environment {
		c.Environment[i].Fact.LastWrite = 0
	}
	for i := range c.Stores {
		c.Stores[i].Fact.LastWrite = 0
	}
	for i := range c.Printers {
		c.Printers[i].Fact.LastWrite = 0
	}
	for _, facts := range [][]hive.Fact{c.Settings, c.Locale} {
		for i := range facts {
			facts[i].LastWrite = 0
		}
	}
}

func eachProfile(take func(p *mapi.Profile)) func(*Snapshot) {
	return func(s *Snapshot) {
		for i := range s.Profiles {
			take(&s.Profiles[i])
		}
	}
}

func dropProfiles(s *Snapshot, state hive.Origin) {
	s.Profiles = slices.DeleteFunc(s.Profiles, func(p mapi.Profile) bool { return p.State == state })
}
