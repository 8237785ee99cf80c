package mapi

import (
	"slices"

	"mapihive/hive"
)

// PlaceKind says what kind of place profiles stand in.
type PlaceKind string

// Kinds of places. "" is a place where Outlook and Windows look for profiles.
const (
	// SavedPart is where they look too, as far as is known: the hive's root key is a key from within a user's
	// registry, and where it stood there the hive does not say.
	SavedPart PlaceKind = "saved part"
	// Aside is below a key of Outlook or of the Windows Messaging Subsystem, under a name that neither looks for.
	Aside PlaceKind = "beside profiles"
	// Elsewhere is any other key.
	Elsewhere PlaceKind = "elsewhere"
	// AppV is the registry of a user in an App-V package, which programs of the package see over the user's own.
	AppV PlaceKind = "app-v package"
	// Sandbox is the registry of a user in a sandbox (Sandboxie), which programs in it see over the user's own.
	Sandbox PlaceKind = "sandbox"
	// InstallShadow is the shadow of the users' registry on a terminal server, which is written into the registry of
	// users that log on (KB297379).
	InstallShadow PlaceKind = "terminal server shadow"
	// Machine is where a user's registry would have profiles, in that of the computer (HKEY_LOCAL_MACHINE\SOFTWARE).
	Machine PlaceKind = "machine"
)

// Where says what kind of place profiles stand in, and how sure that is. It is zero for a place where Outlook and
// Windows look for profiles.
type Where struct {
	Kind PlaceKind       `json:"place_kind,omitempty"`
	Sure hive.Confidence `json:"place_confidence,omitempty"`
	Why  string          `json:"place_note,omitempty"` // what the kind is told by and what it means, in words
}

// stand is what the place of a profile's key means.
type stand struct {
	Where
	generation Generation
	state      hive.Origin
	root       string // of a SavedPart: what the hive's root key is
}

// What the places mean, in words.
const (
	whyAside     = "it stands below a key of Outlook or Windows Messaging, and not where they look for profiles"
	whyElsewhere = "no program is known that looks for profiles there"
	whyMachine   = "it stands in the computer's registry, where no program is known that looks for profiles"
	whyAppV      = "the registry of a user in an App-V package: only programs of the package see it, over what the user's own registry holds"
	whySandbox   = "the registry of a user in a sandbox, as Sandboxie keeps it: only programs in the sandbox see it, over what the user's own registry holds"
	whyShadow    = "the shadow that a terminal server of Windows NT 4.0 or 2000 writes into the registry of users who log on, where theirs is older (KB297379): no user's Outlook opens it here"
)

// virtualUsers are the ends of paths of keys that stand for HKEY_CURRENT_USER within another registry: raised
// names, of which "*" is any.
var virtualUsers = []struct {
	path  []hive.Text
	where Where
}{
	{[]hive.Text{"APPV", "CLIENT", "PACKAGES", "*", "REGISTRY", "USER", "*"}, Where{AppV, hive.High, whyAppV}},
	{[]hive.Text{"TERMINAL SERVER", "INSTALL"}, Where{InstallShadow, hive.High, whyShadow}},
	{[]hive.Text{"USER", "CURRENT"}, Where{Sandbox, hive.Medium, whySandbox}},
}

// messaging is the path of the Windows Messaging Subsystem of Windows NT, raised.
var messaging = []hive.Text{"SOFTWARE", "MICROSOFT", "WINDOWS NT", "CURRENTVERSION", "WINDOWS MESSAGING SUBSYSTEM"}

// partRoot is a key of a user's registry that can be the root of a part of it.
type partRoot struct {
	path []hive.Text // raised
	root string      // what the key is called here
	sure bool        // how the path of profiles goes on below it tells it from other programs' keys, and the generation
}

// partRoots are all of them, those first below which a path says most.
var partRoots = []partRoot{
	{messaging[:1], `Software`, true},
	{messaging[:2], `Software\Microsoft`, true},
	{messaging[:3], `Software\Microsoft\Windows NT`, true},
	{messaging[:4], `Software\Microsoft\Windows NT\CurrentVersion`, true},
	{[]hive.Text{"SOFTWARE", "MICROSOFT", "OFFICE"}, `Software\Microsoft\Office`, true},
	{[]hive.Text{"SOFTWARE", "MICROSOFT", "OFFICE", "16.0"}, `a version's key below Software\Microsoft\Office`, false},
	{messaging, `the key that holds Profiles`, false},
	{slices.Concat(messaging, []hive.Text{"PROFILES"}), `the key Profiles`, false},
}

// setting knows what a registry is, as far as that decides what a place in it means.
type setting struct {
	user    bool   // its root key is a user's: it holds Software
	machine bool   // it is the SOFTWARE hive of a computer
	root    string // what the root key is, of a part of a user's registry in which profiles were found; "" for any
}

func newSetting(r hive.Registry) setting {
	root, ok := r.Root()
	if !ok {
		return setting{}
	}
	_, user := root.Subkey("Software")
	// Every computer has a list of its users' profiles, and no user has.
	_, machine := hive.Lookup(root, `Microsoft\Windows NT\CurrentVersion\ProfileList`)
	return setting{user: user, machine: machine}
}

// stand says what it means that profiles are below the key at holder, which is none where Outlook and Windows look;
// isRoot is whether a profile is the root key itself.
func (in setting) stand(holder hive.Path, isRoot bool) stand {
	if !in.user && !in.machine {
		if st, ok := partStand(holder, isRoot); ok && (in.root == "" || in.root == st.root) {
			return st
		}
	}
	names := slices.Collect(holder.Raised().Names())
	if in.machine {
		names = slices.Insert(names, 0, "SOFTWARE")
	}
	st := stand{Where: Where{Elsewhere, hive.High, whyElsewhere}, generation: UnknownGeneration, state: hive.KeptAside}
	if user, g, ok := userOf(names); ok {
		st.generation = g
		if in.machine && len(user) == 0 {
			st.Where = Where{Machine, hive.High, whyMachine}
		}
		for _, v := range virtualUsers {
			if endsLike(user, v.path) {
				st.Where = v.where
			}
		}
	} else if g, ok := besideHome(names); ok {
		st.generation, st.Where = g, Where{Aside, hive.High, whyAside}
	}
	return st
}

// partStand is stand for a part of a user's registry, whose root is known by how the path of a profile goes on
// below it.
func partStand(holder hive.Path, isRoot bool) (st stand, ok bool) {
	st = stand{Where: Where{Kind: SavedPart, Sure: hive.Low}, generation: UnknownGeneration, state: hive.Live, root: "a profile"}
	if isRoot {
		st = st.say()
		st.Why += ". The name shown is that of the root key, and need not be the profile's"
		return st, true
	}
	names := slices.Collect(holder.Raised().Names())
	for _, part := range partRoots {
		user, g, ok := userOf(slices.Concat(part.path, names))
		if !ok || len(user) > 0 || g == Win9x { // of Windows 9x no part can be saved as a hive
			continue
		}
		st.root = part.root
		if part.sure {
			st.Sure, st.generation = hive.Medium, g
		}
		if len(names) > 0 && names[len(names)-1] == deletedHolder {
			st.state = hive.Deleted
		}
		return st.say(), true
	}
	return stand{}, false
}

func (st stand) say() stand {
	st.Why = "by how the keys go on below it, the hive's root key is " + st.root + "; where that stood is not known"
	return st
}

// Keys that hold profiles, raised.
const (
	profilesHolder hive.Text = "PROFILES"
	deletedHolder  hive.Text = "DELETED PROFILES"
)

// userOf takes the path of a key that holds profiles apart, raised names: which key stands for HKEY_CURRENT_USER,
// and of which generation the profiles are. ok is false where the path is not like that of a place where
// profiles are looked for.
func userOf(names []hive.Text) (user []hive.Text, g Generation, ok bool) {
	if n := len(names); n == 0 || names[n-1] != profilesHolder && names[n-1] != deletedHolder {
		return nil, "", false
	}
	return homeOf(names[:len(names)-1])
}

// homeOf is userOf for the key above Profiles and Deleted Profiles.
func homeOf(names []hive.Text) (user []hive.Text, g Generation, ok bool) {
	n := len(names)
	switch {
	case endsLike(names, messaging[1:]):
		g, n = WMS, n-4
	case endsLike(names, []hive.Text{"MICROSOFT", "WINDOWS MESSAGING SUBSYSTEM"}):
		g, n = Win9x, n-2
	case endsLike(names, []hive.Text{"MICROSOFT", "OFFICE", "*", "OUTLOOK"}) && isOfficeVersion(names[n-2]):
		g, n = Generation(names[n-2]), n-4
	default:
		return nil, "", false
	}
	if n > 0 && names[n-1] == "WOW6432NODE" {
		n--
	}
	if n == 0 || names[n-1] != "SOFTWARE" {
		return nil, "", false
	}
	return names[:n-1], g, true
}

// besideHome reports whether a key is one of Outlook's or of the Windows Messaging Subsystem's, and of which
// generation, without being where they look for profiles: below the key that would hold Profiles, or below that of
// the version of Office.
func besideHome(names []hive.Text) (Generation, bool) {
	for i := len(names); i > 0; i-- {
		above := names[:i]
		if user, g, ok := homeOf(above); ok {
			return g, len(user) == 0
		}
		if user, g, ok := homeOf(append(slices.Clone(above), "OUTLOOK")); ok {
			return g, len(user) == 0
		}
	}
	return "", false
}

// endsLike reports whether the names end in those of like, in which "*" is any name.
func endsLike(names, like []hive.Text) bool {
	if len(names) < len(like) {
		return false
	}
	for i, name := range names[len(names)-len(like):] {
		if like[i] != "*" && like[i] != name {
			return false
		}
	}
	return true
}
