package mapi

import "mapihive/hive"

// UIDs that the code names: sections, and the providers that entry identifiers name.
var (
	uidInstance  = knownUID("8503020000000000c000000000000046")
	uidStoreWrap = knownUID("38a1bb1005e5101aa1bb08002b2a56c2")
	uidPST       = knownUID("4e495441f9bfb80100aa0037d96e0000")
	uidEMSAB     = knownUID("dca740c8c042101ab4b908002b2fe182")
	uidOneOff    = knownUID("812b1fa4bea310199d6e00dd010f5402")
	uidContab    = knownUID("fe42aa0a18c71a10e8850b651c240000")
	// the two parts of an Exchange information store
	uidExchangePrivate = knownUID("1b55fa20aa6611cd9bc800aa002fc45a")
	uidExchangePublic  = knownUID("1c830210aa6611cd9bc800aa002fc45a")
)

// accountsName is the account manager's section: the text of a GUID without dashes, not a MAPIUID.
const accountsName = "9375CFF0413111d3B88A00104B2A6676"

// wellKnownUID is what a UID of fixed meaning is known for.
type wellKnownUID struct {
	name  string       // in words; "" for a section of which only its being there is known
	role  Role         // of the section of that name, "" where no section has it
	store ProviderRole // as PR_MDB_PROVIDER of an Exchange store, the provider's role
}

// wellKnownUIDs are the UIDs whose meaning is fixed: sections that every profile names alike, and
// providers. TestWellKnownUIDs checks the digits.
var wellKnownUIDs = map[UID]wellKnownUID{
	knownUID("9207f3e0a3b11019908b08002b2a56c2"): {"MAPI root section", RoleRoot, ""},
	knownUID("13dbb0c8aa05101a9bb000aa002fc45a"): {"Exchange global section", RoleExchangeGlobal, ""}, // edkmdb.h pbGlobalProfileSectionGuid
	uidInstance: {"profile instance", RoleInstance, ""}, // mapiguid.h MUID_PROFILE_INSTANCE
	knownUID("0a0d020000000000c000000000000046"): {"Outlook client settings", RoleClient, ""}, // mfcmapi guid.h IID_CAPONE_PROF
	knownUID(accountsName):                       {"Outlook account manager", RoleAccounts, ""},
	uidEMSAB:                                     {"Exchange address book", RoleExchangeAB, ""}, // [MS-OXCDATA] 2.2.5.2
	// Sections of Outlook that stand in most profiles.
	knownUID("5acf76a3665511cea39a00aa004acafa"): {"dial-up networking", RoleOther, ""},       // .prf format
	knownUID("3517490d76624c419a828607e2a54604"): {"Outlook file name base", RoleOther, ""},   // observed: base name of the profile's files
	knownUID("ddb0922fc50b8d42be5a821ede840761"): {"Outlook Social Connector", RoleOther, ""}, // observed
	knownUID("f86ed2903a4a11cfb57e524153480001"): {"", RoleOther, ""},                         // observed: one CLSID
	knownUID("5a835b5131048343a7e9c42aba1a2940"): {"", RoleOther, ""},                         // observed: empty
	knownUID("42acdf40ca5b11cdb7ba00aa003cf7f1"): {"", RoleOther, ""},                         // observed

	uidStoreWrap:       {"wrapped store", "", ""},          // [MS-OXCDATA] 2.2.4.3
	uidPST:             {"PST store", "", ""},              // mspst.h MSPST_UID_PROVIDER
	uidExchangePrivate: {"Exchange mailbox store", "", ""}, // [MS-OXCDATA] 2.2.4.3
	uidExchangePublic:  {"Exchange public store", "", ""},  // [MS-OXCDATA] 2.2.4.3
	uidOneOff:          {"one-off recipient", "", ""},      // [MS-OXCDATA] 2.2.5.1
	uidContab:          {"Outlook Address Book", "", ""},   // mfcmapi guid.h muidContabDLL

	// edkmdb.h pbExchangeProvider...Guid
	knownUID("5494a1c0297f101ba58708002b2a2517"): {"Exchange primary mailbox", "", RolePrimaryMailbox},
	knownUID("9eb4770074e411ce8c5e00aa004254e2"): {"Exchange delegate mailbox", "", RoleDelegateMailbox},
	knownUID("78b2fa70aff711cd9bc800aa002fc45a"): {"Exchange public folders", "", RolePublicFolders},
	knownUID("a90640e0d69311cdaf9500aa004a35c3"): {"Exchange transport", "", ""},
	knownUID("2de56ba1646e11d28d4e00c04fae2371"): {"Exchange local store", "", ""},
	knownUID("98a23d6762cf4d348279dbfa6a508b31"): {"Exchange persistent store", "", ""},
}

func knownUID(digits hive.Text) UID {
	u, _ := ParseUID(digits)
	return u
}

// sectionRole returns the role of the section that every profile with one gives that UID, "" for any other.
func (u UID) sectionRole() Role { return wellKnownUIDs[u].role }

// Name returns what u is known for, "" where it is not well known.
func (u UID) Name() string { return wellKnownUIDs[u].name }

// AccountList returns which order of accounts a value of the account manager holds: "mail",
// "address-book" or "store"; "" for any other value ("Constants (account management API)" in the Outlook
// reference names the categories).
func AccountList(valueName hive.Text) string {
	switch {
	case hive.EqualFold(valueName, "{ED475418-B0D6-11D2-8C3B-00104B2A6676}"):
		return "mail"
	case hive.EqualFold(valueName, "{ED475419-B0D6-11D2-8C3B-00104B2A6676}"):
		return "address-book"
	case hive.EqualFold(valueName, "{ED475420-B0D6-11D2-8C3B-00104B2A6676}"):
		return "store"
	}
	return ""
}
