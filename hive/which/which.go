// Package which tells by its keys, and not by the name of its file, which of Windows' hives a registry is.
package which

import (
	"strings"

	"mapihive/hive"
)

// Hive is one of the hives of Windows.
type Hive struct {
	Name string      `json:"name"`           // of the file that Windows keeps it in: "SYSTEM"
	Doc  string      `json:"doc"`            // what it holds
	Keys []hive.Path `json:"keys,omitempty"` // that tell it, as the registry spells them

	// User says that it is one in which Outlook keeps profiles: a user's own, be the user a person or the system.
	User bool `json:"user"`
}

// UserHive is the name of the hive of a person.
const UserHive = "NTUSER.DAT"

// sign is what tells a hive: of each list one of the keys exists.
type sign struct {
	name, doc string
	keys      [][]hive.Path
}

// signs are tried in order. The paths are those of Windows NT 4.0 to 11; a hive of another program has none of the
// combinations.
var signs = []sign{
	{"SYSTEM", "the settings of a computer's services and devices", [][]hive.Path{{"Select"}, {"ControlSet001", "ControlSet002", "ControlSet003", "CurrentControlSet"}}},
	{"SOFTWARE", "the settings of a computer's programs", [][]hive.Path{{`Microsoft\Windows NT\CurrentVersion\ProfileList`}}},
	{"SAM", "a computer's accounts and groups", [][]hive.Path{{`SAM\Domains\Account`, `SAM\Domains\Builtin`}}},
	{"SECURITY", "a computer's security policy and its secrets", [][]hive.Path{{`Policy\PolAdtEv`, `Policy\PolAcDmS`, `Policy\PolPrDmS`, `Policy\PolRevision`}}},
	{"COMPONENTS", "what of Windows itself is installed", [][]hive.Path{{"CanonicalData"}, {"DerivedData", "Installers"}}},
	{"DRIVERS", "a computer's drivers", [][]hive.Path{{`DriverDatabase\DriverInfFiles`, `DriverDatabase\DeviceIds`, `DriverDatabase\DriverPackages`}}},
	{"BCD", "how a computer starts", [][]hive.Path{{"Objects"}, {"Description"}}},
	{"Amcache.hve", "which programs were run or installed on a computer", [][]hive.Path{{`Root\InventoryApplication`, `Root\InventoryApplicationFile`, `Root\Programs`, `Root\File`}}},
	{"Syscache.hve", "which programs were run on a computer", [][]hive.Path{{`DefaultObjectStore\ObjectTable`}}},
	{"UsrClass.dat", "a user's file types and COM classes", [][]hive.Path{{`Local Settings\Software\Microsoft\Windows`, `Local Settings\MuiCache`, `Local Settings\ImmutableMuiCache`}}},
}

// Of returns which hive a registry is; ok is false where its keys do not tell.
func Of(r hive.Registry) (h Hive, ok bool) {
	root, ok := r.Root()
	if !ok {
		return Hive{}, false
	}
	if h, ok := ofUser(root); ok {
		return h, true
	}
	for _, s := range signs {
		if keys, ok := s.fits(root); ok {
			return Hive{Name: s.name, Doc: s.doc, Keys: keys}, true
		}
	}
	return Hive{}, false
}

func (s *sign) fits(root hive.Key) (keys []hive.Path, ok bool) {
	for _, any := range s.keys {
		found := false
		for _, path := range any {
			if k, ok := hive.Lookup(root, path); ok {
				keys, found = append(keys, k.Path()), true
				break
			}
		}
		if !found {
			return nil, false
		}
	}
	return keys, true
}

// ofUser tells the hives of users. That of the system itself (LocalSystem, HKEY_USERS\.DEFAULT) has the same keys as
// a person's; where its folders are tells it.
func ofUser(root hive.Key) (Hive, bool) {
	user := sign{keys: [][]hive.Path{{"Software"}, {"Control Panel", "Environment", "Keyboard Layout", "AppEvents", "Console"}}}
	keys, ok := user.fits(root)
	if !ok {
		return Hive{}, false
	}
	const folders = `Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders`
	if k, ok := hive.Lookup(root, folders); ok {
		for v := range k.Values() {
			data, _ := v.Data()
			if strings.Contains(strings.ToLower(string(hive.DecodeUTF16(data))), `\config\systemprofile\`) {
				return Hive{Name: "DEFAULT", Doc: "the registry of the account LocalSystem", Keys: append(keys, k.Path()), User: true}, true
			}
		}
	}
	return Hive{Name: UserHive, Doc: "a user's registry", Keys: keys, User: true}, true
}
