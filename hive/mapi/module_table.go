package mapi

import (
	"slices"
	"strings"

	"mapihive/hive"
)

// KnownModule is one DLL of a message service or provider that is known, by the name under which profiles store it.
// Nothing here says that a file of that name is sound.
type KnownModule struct {
	Service   hive.Text // PR_SERVICE_NAME; "" where several services have it
	DLL       hive.Text
	InstallID hive.Text // PR_SERVICE_INSTALL_ID; "" where none is known
	What      string
	Maker     string
	Source    string // where it is known from
}

// Microsoft is the Maker of the modules that come with Windows and Outlook.
const Microsoft = "Microsoft"

const (
	realProfile = "real profiles of Outlook 2003 to 2016"
	installPST  = "{6485D262-C2AC-11D1-AD3E-10A0C911C9C0}"
	installEx   = "{6485D26A-C2AC-11D1-AD3E-10A0C911C9C0}"
)

var knownModules = [...]KnownModule{
	{"MSPST MS", "mspst.dll", installPST, "personal folders, ANSI", Microsoft, realProfile},
	{"MSUPST MS", "mspst.dll", installPST, "Outlook data file", Microsoft, realProfile},
	{"MSPST AB", "mspst.dll", installPST, "personal address book", Microsoft, "Outlook MAPI reference"},
	{"INTERSTOR", "pstprx.dll", "", "IMAP account", Microsoft, "public migration notes"},
	{"EAS", "pstprx.dll", "", "Exchange ActiveSync account", Microsoft, "public program that writes such accounts"},
	{"MSEMS", "emsui.dll", installEx, "Microsoft Exchange, settings and remote transport", Microsoft, "KB 294470"},
	{"MSEMS", "emsmdb.dll", installEx, "Microsoft Exchange, stores and transport", Microsoft, realProfile},
	{"MSEMS", "emsabp.dll", installEx, "Microsoft Exchange, address book", Microsoft, realProfile},
	{"CONTAB", "contab.dll", "{6485D266-C2AC-11D1-AD3E-10A0C911C9C0}", "Outlook Address Book", Microsoft, realProfile},
	{"OMSAB", "omsxp.dll", "", "Outlook Mobile Address Book", Microsoft, realProfile},
	{"EMABLT", "bjablr.dll", "{6485D268-C2AC-11D1-AD3E-10A0C911C9C0}", "LDAP directory, settings", Microsoft, ".prf files and public scripts"},
	{"EMABLT", "emablt.dll", "{6485D268-C2AC-11D1-AD3E-10A0C911C9C0}", "LDAP directory", Microsoft, ".prf files and public scripts"},
	{"MSFS", "msfs.dll", "", "Microsoft Mail", Microsoft, "KB 201110"},
	{"", "msncon.dll", "", "Outlook Hotmail Connector", Microsoft, "public code that reads its entry identifiers"},

	{"NOTES", "nwnsp.dll", "", "Lotus Notes connector", "Lotus", "Microsoft KB about Lotus Notes and Outlook"},
	{"", "zarafa6client.dll", "", "Zarafa or Kopano client", "Zarafa, Kopano", "its published source"},
	{"", "aplzod.dll", "", "iCloud for Windows", "Apple", "public analyses of profiles"},
	{"", "aplzod64.dll", "", "iCloud for Windows, 64 bits", "Apple", "public analyses of profiles"},
}

// KnownModules lists the modules that are known, Microsoft's first. It must not be changed.
func KnownModules() []KnownModule { return knownModules[:] }

// ModuleName is the name of a DLL in the form in which two can be compared: the file name without its folder, raised,
// and without the "32" that MAPI puts before the first full stop (PR_PROVIDER_DLL_NAME).
func ModuleName(dll hive.Text) string {
	name := string(hive.UpcaseText(dll))
	return bareModule(name[strings.LastIndexAny(name, `\/:`)+1:])
}

func bareModule(name string) string {
	stem, rest, dot := strings.Cut(name, ".")
	if !dot {
		return stem
	}
	return strings.TrimSuffix(stem, "32") + "." + rest
}

// LookupModule returns what is known of the module of that name, see ModuleName. Where several services have it, it is
// that of the first.
func LookupModule(name string) (KnownModule, bool) {
	i, ok := moduleByName[name]
	if !ok {
		return KnownModule{}, false
	}
	return knownModules[i], true
}

var moduleByName = func() map[string]int {
	by := map[string]int{}
	for i := range slices.Backward(knownModules[:]) {
		by[ModuleName(knownModules[i].DLL)] = i
	}
	return by
}()

// ordinaryModule reports whether dll is the plain name of a module that Microsoft is known to have.
func ordinaryModule(dll hive.Text) bool {
	if strings.ContainsAny(string(dll), `\/:`) {
		return false
	}
	m, ok := LookupModule(ModuleName(dll))
	return ok && m.Maker == Microsoft
}
