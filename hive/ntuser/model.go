package ntuser

import "mapihive/hive"

// Context is what a user's hive says about its user besides the profiles. It holds no references into
// the hive.
type Context struct {
	SIDs  []Claim `json:"sids,omitempty"`  // best founded first
	Names []Claim `json:"names,omitempty"` // account names, best founded first
	Homes []Claim `json:"homes,omitempty"` // profile directories, "C:\Users\alice", best founded first

	Office  []Version `json:"office,omitempty"`  // every version with a key, ascending
	Outlook []Version `json:"outlook,omitempty"` // every version with an Outlook key, ascending; see OutlookVersions

	Prepared []Prepared `json:"prepared,omitempty"` // what has Outlook make profiles at its next start

	Drives []Drive `json:"drives,omitempty"` // persistent connections, by letter
	Shares []Share `json:"shares,omitempty"` // other traces of shares and drive letters

	Folders     []Folder   `json:"folders,omitempty"`
	Environment []Variable `json:"environment,omitempty"` // variables that hold one path; others are left out

	Stores   []Store     `json:"stores,omitempty"`   // PST and OST paths that Outlook keeps outside profiles
	Settings []hive.Fact `json:"settings,omitempty"` // Outlook\PST values, ForcePSTPath, ForceOSTPath

	Printers    []Printer    `json:"printers,omitempty"`
	Connections []Connection `json:"printer_connections,omitempty"`
	Outgoing    []Outgoing   `json:"rdp_outgoing,omitempty"` // this user's own Remote Desktop client

	Sessions     []Session   `json:"sessions,omitempty"`           // traces of terminal servers and remote sessions that came in
	LostPrinters []Printer   `json:"recovered_printers,omitempty"` // those of remote sessions among deleted records, see RecoveredPrinters
	UEV          []hive.Fact `json:"uev,omitempty"`                // where User Experience Virtualization keeps the settings that it roams

	Locale []hive.Fact `json:"locale,omitempty"` // values of Control Panel\International that name a language
}

// Claim is one answer to a question that a hive may answer more than once.
type Claim struct {
	Text       hive.Text       `json:"text"`
	Confidence hive.Confidence `json:"confidence"`
	Why        string          `json:"why"`
	Facts      []hive.Fact     `json:"facts"`
}

// Version is one version of Office or Outlook that left keys in the hive.
type Version struct {
	Version string `json:"version"` // "14.0"
	// Confidence that the program was set up or ran for this user: Low where only keys exist that other
	// programs and installers also make.
	Confidence hive.Confidence `json:"confidence"`
	Facts      []hive.Fact     `json:"facts"` // what it rests on
	// Proof are those of Facts that prove that this version of Outlook itself ran for the user, see
	// Version.Proven. None is given for Office.
	Proof []hive.Fact `json:"proof,omitempty"`
}

// Drive is a persistent connection of a drive letter (key Network\X, on Windows 9x Network\Persistent\X), which Windows restores at logon.
type Drive struct {
	Letter   string    `json:"letter"`             // "P"
	Remote   hive.Text `json:"remote,omitempty"`   // RemotePath, "\\server\share"
	User     hive.Text `json:"user,omitempty"`     // UserName the connection is made as, "" for the user's own
	Provider hive.Text `json:"provider,omitempty"` // ProviderName
	// Type is ConnectionType, a RESOURCETYPE of winnetwk.h: 1 disk, 2 printer; 0 where there is none.
	Type uint32    `json:"type,omitempty"`
	Fact hive.Fact `json:"fact"` // RemotePath, or the key where that is missing
}

// Sources of a Share.
const (
	SourceMountPoint = "mount-point" // Explorer\MountPoints2: Explorer saw the share or the letter
	SourceMRU        = "mru"         // Explorer\Map Network Drive MRU: typed into the dialog
)

// Share is a trace of a network share or of a drive letter that is no persistent connection.
type Share struct {
	Source string    `json:"source"`
	Letter string    `json:"letter,omitempty"` // "P"
	Remote hive.Text `json:"remote,omitempty"` // for a mount point read off its key name, in which every \ is a #
	Rank   int       `json:"rank,omitempty"`   // place in MRUList, 1 for the latest; 0 where it names none
	Fact   hive.Fact `json:"fact"`
}

// Folder is one shell folder. User Shell Folders decide; Shell Folders are what they last expanded to.
type Folder struct {
	Name hive.Text `json:"name"` // "Personal", "Local AppData"
	User bool      `json:"user"` // from User Shell Folders
	Fact hive.Fact `json:"fact"`
}

// Variable is an environment variable.
type Variable struct {
	Name     hive.Text `json:"name"`
	Expands  bool      `json:"expands,omitempty"`  // REG_EXPAND_SZ: %NAME% inside it is expanded
	Volatile bool      `json:"volatile,omitempty"` // from Volatile Environment: that of one session
	Fact     hive.Fact `json:"fact"`
}

// Store is a path of a data file that Outlook wrote outside the profiles: it stays after the file has left the
// profile.
type Store struct {
	Version string     `json:"version"` // Office version
	Place   StorePlace `json:"place,omitempty"`
	Kind    string     `json:"kind"` // "pst", "ost", "nst", or "" for another extension
	Path    hive.Text  `json:"path"`
	Fact    hive.Fact  `json:"fact"` // the path is the value's name, where Place says no other
}

// Printer is one printer that the user has or had.
type Printer struct {
	Name    hive.Text `json:"name"`
	Port    hive.Text `json:"port,omitempty"`
	Default bool      `json:"default,omitempty"` // from Windows\Device
	// Redirected says what marks the printer as one that a remote session brought along: "port" (TSnnn),
	// "name", or both; "" where nothing does.
	Redirected string    `json:"redirected,omitempty"`
	Session    string    `json:"session,omitempty"` // number of that session, where the name tells it
	Client     hive.Text `json:"client,omitempty"`  // the client computer, where the name tells it
	Fact       hive.Fact `json:"fact"`
}

// Connection is a connection to a printer of a print server (Printers\Connections).
type Connection struct {
	Printer hive.Text `json:"printer"` // "\\server\printer", read off the key's name, in which every \ is a comma
	Fact    hive.Fact `json:"fact"`
}

// Outgoing is a trace of this user's Remote Desktop client: sessions that went out from here. It is no
// evidence of a session that came in.
type Outgoing struct {
	Host hive.Text `json:"host"`
	User hive.Text `json:"user,omitempty"` // UsernameHint
	Fact hive.Fact `json:"fact"`
}
