package mapi

import "mapihive/hive"

// Generation says whose profiles stand in one place: WMS, Win9x, or the version of Office that keeps its
// own, "15.0", "16.0", ...
type Generation string

// Generations that are no version of Office.
const (
	WMS               Generation = "wms"     // the Windows Messaging Subsystem of Windows NT 4 to 10
	Win9x             Generation = "win9x"   // that of Windows 95, 98 and Me
	UnknownGeneration Generation = "unknown" // of a profile whose place is lost or tells none
)

// Profiles is the path of the key where Outlook and Windows look for profiles of a generation, from the root key of a
// user's registry; "" where the generation is not known.
func (g Generation) Profiles() hive.Path {
	home := hive.Path("")
	switch {
	case g == WMS:
		home = microsoftKeys[0] + `\` + wmsKey
	case g == Win9x:
		home = microsoftKeys[0] + `\` + win9xKey
	case isOfficeVersion(hive.Text(g)):
		home = (microsoftKeys[0] + `\Office`).Join(hive.Text(g)) + `\Outlook`
	default:
		return ""
	}
	return home.Join(profilesKey)
}

// Location is where a profile stands: which key holds it, and its name.
type Location struct {
	Holder hive.Path // Profiles or Deleted Profiles; anything where the profile's place is lost
	Name   hive.Text
}

// Location returns where the profile stands.
func (p *Profile) Location() Location { return Location{p.Key.Parent(), p.Name} }

// locate returns where the profile with the key at path stands.
func locate(path hive.Path) Location { return Location{path.Parent(), path.Base()} }

// Home is the path of the key that holds Profiles and Deleted Profiles.
func (l Location) Home() hive.Path { return l.Holder.Parent() }

// Key is the path of the profile's key.
func (l Location) Key() hive.Path { return l.Holder.Join(l.Name) }

// Deleted reports whether the profile stands in Deleted Profiles.
func (l Location) Deleted() bool { return hive.EqualFold(l.Holder.Base(), deletedProfilesKey) }

// Live is where Outlook looks for a profile of that name: the same, but in Profiles where the profile stands
// in Deleted Profiles.
func (l Location) Live() Location {
	if l.Deleted() {
		l.Holder = l.Home().Join(profilesKey)
	}
	return l
}

// other is the same name in the other of Profiles and Deleted Profiles.
func (l Location) other() Location {
	if l.Deleted() {
		return l.Live()
	}
	return Location{l.Home().Join(deletedProfilesKey), l.Name}
}

// Raised returns the location raised, as a map key: two locations are one exactly when theirs are equal.
func (l Location) Raised() Location { return Location{l.Holder.Raised(), hive.UpcaseText(l.Name)} }

// Generation says which generation keeps profiles there, see Root; "" where none does.
func (l Location) Generation() Generation {
	if !l.Deleted() && !hive.EqualFold(l.Holder.Base(), profilesKey) {
		return ""
	}
	home := l.Home()
	for _, microsoft := range microsoftKeys {
		switch {
		case home.Equal(microsoft + `\` + wmsKey):
			return WMS
		case home.Equal(microsoft + `\` + win9xKey):
			return Win9x
		case hive.EqualFold(home.Base(), "Outlook") && home.Parent().Parent().Equal(microsoft.Join("Office")):
			if version := home.Parent().Base(); isOfficeVersion(version) {
				return Generation(version)
			}
		}
	}
	return ""
}
