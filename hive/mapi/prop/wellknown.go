package prop

import (
	"bytes"
	"maps"
	"slices"

	"mapihive/hive"
)

// UIDs that the code names: sections, and the providers that entry identifiers and stores name.
var (
	UIDRoot           = knownUID("9207f3e0a3b11019908b08002b2a56c2")
	UIDInstance       = knownUID("8503020000000000c000000000000046")
	UIDExchangeGlobal = knownUID("13dbb0c8aa05101a9bb000aa002fc45a")
	UIDClient         = knownUID("0a0d020000000000c000000000000046")
	UIDAccounts       = knownUID(AccountsName)
	UIDExchangeAB     = knownUID("dca740c8c042101ab4b908002b2fe182") // a section and the provider

	uidStoreWrap = knownUID("38a1bb1005e5101aa1bb08002b2a56c2")
	uidPST       = knownUID("4e495441f9bfb80100aa0037d96e0000")
	uidOneOff    = knownUID("812b1fa4bea310199d6e00dd010f5402")
	uidContab    = knownUID("fe42aa0a18c71a10e8850b651c240000")
	// the two parts of an Exchange information store
	uidExchangePrivate = knownUID("1b55fa20aa6611cd9bc800aa002fc45a")
	uidExchangePublic  = knownUID("1c830210aa6611cd9bc800aa002fc45a")

	// PR_MDB_PROVIDER of Exchange stores
	UIDPrimaryMailbox  = knownUID("5494a1c0297f101ba58708002b2a2517")
	UIDDelegateMailbox = knownUID("9eb4770074e411ce8c5e00aa004254e2")
	UIDPublicFolders   = knownUID("78b2fa70aff711cd9bc800aa002fc45a")
)

// AccountsName is the account manager's section: the text of a GUID without dashes, not a MAPIUID.
const AccountsName = "9375CFF0413111d3B88A00104B2A6676"

// knownUIDs are what UIDs whose meaning is fixed are known for: sections that every profile names alike, and
// providers. TestWellKnownUIDs checks the digits.
var knownUIDs = map[UID]string{
	UIDRoot:           "MAPI root section",
	UIDExchangeGlobal: "Exchange global section", // edkmdb.h pbGlobalProfileSectionGuid
	UIDInstance:       "profile instance",        // mapiguid.h MUID_PROFILE_INSTANCE
	UIDClient:         "Outlook client settings", // mfcmapi guid.h IID_CAPONE_PROF
	UIDAccounts:       "Outlook account manager",
	UIDExchangeAB:     "Exchange address book", // [MS-OXCDATA] 2.2.5.2

	uidStoreWrap:       "wrapped store",          // [MS-OXCDATA] 2.2.4.3
	uidPST:             "PST store",              // mspst.h MSPST_UID_PROVIDER
	uidExchangePrivate: "Exchange mailbox store", // [MS-OXCDATA] 2.2.4.3
	uidExchangePublic:  "Exchange public store",  // [MS-OXCDATA] 2.2.4.3
	uidOneOff:          "one-off recipient",      // [MS-OXCDATA] 2.2.5.1
	uidContab:          "Outlook Address Book",   // mfcmapi guid.h muidContabDLL

	// edkmdb.h pbExchangeProvider...Guid
	UIDPrimaryMailbox:  "Exchange primary mailbox",
	UIDDelegateMailbox: "Exchange delegate mailbox",
	UIDPublicFolders:   "Exchange public folders",
	knownUID("a90640e0d69311cdaf9500aa004a35c3"): "Exchange transport",
	knownUID("2de56ba1646e11d28d4e00c04fae2371"): "Exchange local store",
	knownUID("98a23d6762cf4d348279dbfa6a508b31"): "Exchange persistent store",
}

// settingsSections are the sections of Outlook that stand in most profiles under one UID, and what is known of
// them; "" where only their being there is.
var settingsSections = map[UID]string{
	knownUID("5acf76a3665511cea39a00aa004acafa"): "dial-up networking",       // .prf format
	knownUID("3517490d76624c419a828607e2a54604"): "Outlook file name base",   // observed: base name of the profile's files
	knownUID("ddb0922fc50b8d42be5a821ede840761"): "Outlook Social Connector", // observed
	knownUID("f86ed2903a4a11cfb57e524153480001"): "",                         // observed: one CLSID
	knownUID("5a835b5131048343a7e9c42aba1a2940"): "",                         // observed: empty
	knownUID("42acdf40ca5b11cdb7ba00aa003cf7f1"): "",                         // observed
}

func knownUID(digits hive.Text) UID {
	u, _ := ParseUID(digits)
	return u
}

// Name returns what u is known for, "" where it is not well known.
func (u UID) Name() string {
	if name, ok := knownUIDs[u]; ok {
		return name
	}
	return settingsSections[u]
}

// Settings reports whether u is the name of a section of Outlook's own settings that most profiles have.
func (u UID) Settings() bool {
	_, ok := settingsSections[u]
	return ok
}

// KnownUIDs lists the UIDs of fixed meaning, in the order of their bytes.
func KnownUIDs() []UID {
	out := slices.AppendSeq(slices.Collect(maps.Keys(knownUIDs)), maps.Keys(settingsSections))
	slices.SortFunc(out, func(a, b UID) int { return bytes.Compare(a[:], b[:]) })
	return out
}
