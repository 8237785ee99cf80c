package mapi

import "mapihive/hive"

// Providers that entry identifiers and PR_MDB_PROVIDER name.
var (
	uidStoreWrap       = knownUID("38a1bb1005e5101aa1bb08002b2a56c2")
	uidPST             = knownUID("4e495441f9bfb80100aa0037d96e0000")
	uidExchangePrivate = knownUID("1b55fa20aa6611cd9bc800aa002fc45a")
	uidExchangePublic  = knownUID("1c830210aa6611cd9bc800aa002fc45a")
	uidEMSAB           = knownUID("dca740c8c042101ab4b908002b2fe182")
	uidOneOff          = knownUID("812b1fa4bea310199d6e00dd010f5402")
	uidContab          = knownUID("fe42aa0a18c71a10e8850b651c240000")
)

// wellKnownUIDs are UIDs whose meaning is fixed: sections that every profile names alike, and
// providers. TestWellKnownUIDs checks the digits.
var wellKnownUIDs = map[UID]string{
	knownUID("9207f3e0a3b11019908b08002b2a56c2"): "MAPI root section",
	knownUID("13dbb0c8aa05101a9bb000aa002fc45a"): "Exchange global section",  // edkmdb.h pbGlobalProfileSectionGuid
	knownUID("8503020000000000c000000000000046"): "profile instance",         // mapiguid.h MUID_PROFILE_INSTANCE
	knownUID("0a0d020000000000c000000000000046"): "Outlook client settings",  // mfcmapi guid.h IID_CAPONE_PROF
	knownUID("9375cff0413111d3b88a00104b2a6676"): "Outlook account manager",  // not a MAPIUID but a GUID's text
	knownUID("5acf76a3665511cea39a00aa004acafa"): "dial-up networking",       // .prf format
	knownUID("3517490d76624c419a828607e2a54604"): "Outlook file name base",   // observed
	knownUID("ddb0922fc50b8d42be5a821ede840761"): "Outlook Social Connector", // observed

	uidStoreWrap:       "wrapped store",          // [MS-OXCDATA] 2.2.4.3
	uidPST:             "PST store",              // mspst.h MSPST_UID_PROVIDER
	uidExchangePrivate: "Exchange mailbox store", // [MS-OXCDATA] 2.2.4.3
	uidExchangePublic:  "Exchange public store",  // [MS-OXCDATA] 2.2.4.3
	uidEMSAB:           "Exchange address book",  // [MS-OXCDATA] 2.2.5.2
	uidOneOff:          "one-off recipient",      // [MS-OXCDATA] 2.2.5.1
	uidContab:          "Outlook Address Book",   // mfcmapi guid.h muidContabDLL

	// edkmdb.h pbExchangeProvider...Guid
	knownUID("5494a1c0297f101ba58708002b2a2517"): "Exchange primary mailbox",
	knownUID("9eb4770074e411ce8c5e00aa004254e2"): "Exchange delegate mailbox",
	knownUID("78b2fa70aff711cd9bc800aa002fc45a"): "Exchange public folders",
	knownUID("a90640e0d69311cdaf9500aa004a35c3"): "Exchange transport",
	knownUID("2de56ba1646e11d28d4e00c04fae2371"): "Exchange local store",
	knownUID("98a23d6762cf4d348279dbfa6a508b31"): "Exchange persistent store",
}

func knownUID(digits hive.Text) UID {
	u, _ := ParseUID(digits)
	return u
}

// Name returns what u is known for, "" where it is not well known.
func (u UID) Name() string { return wellKnownUIDs[u] }

// AccountList returns which order of accounts a value of the account manager holds: "mail",
// "address-book" or "store"; "" for any other value ("Constants (account management API)" in the Outlook
// reference names the categories).
func AccountList(valueName hive.Text) string {
	switch hive.UpcaseText(valueName) {
	case "{ED475418-B0D6-11D2-8C3B-00104B2A6676}":
		return "mail"
	case "{ED475419-B0D6-11D2-8C3B-00104B2A6676}":
		return "address-book"
	case "{ED475420-B0D6-11D2-8C3B-00104B2A6676}":
		return "store"
	}
	return ""
}
