package topic

// symptoms are what a user or a program reports, with the rules that look for a cause and what to collect. Codes are
// those of mapicode.h and winerror.h.
func symptoms() []Topic {
	userHive := "NTUSER.DAT of the user, with NTUSER.DAT.LOG1 and .LOG2, collected while the user is logged off or raw"
	return []Topic{
		{
			Kind: Symptom, Name: "MAPI_E_FAILONEPROVIDER", Also: []string{"0x8004011D", "-2147221219"},
			Text: "One provider of the profile failed to open while others did. With PST files it is what the second of two sessions gets that open one file in Outlook 2007 by paths which are spelled differently: the objects that keep the two in step are named after the path as written." +
				"\n\nIt is also what any provider gives whose file is missing, locked by another user or another computer, or damaged: look at the file first.",
			Rules: []string{"pst-path/case", "pst-path/spelling", "pst-path/alias", "pst-path/same-store", "foreign-provider", "profile-consistency/broken-reference"},
			Collect: []string{
				userHive + "; where the failing program runs under another account, that account's too (services: C:\\Windows\\System32\\config\\DEFAULT)",
				"the version of Outlook and which program got the error, at which time",
				"the path of the file as each program names it, and whether the file is there",
			},
		},
		{
			Kind: Symptom, Name: "MAPI_E_CALL_FAILED", Also: []string{"0x80004005", "E_FAIL", "-2147467259"},
			Text: "An error without a reason of its own. From OpenMsgStore on a terminal server, together with ERROR_KEY_DELETED (1018) from the registry, it is the sign that another session's MAPI has removed a profile that was deleted while this session used it (KB 303221, KB 818861)." +
				"\n\nAlone it says little: a provider gives it for whatever it has no code for.",
			Rules: []string{"orphan/pending-deletion", "orphan/name-collision", "orphan/dangling-default", "orphan/half-deleted"},
			Collect: []string{
				userHive + ", before any MAPI program starts: its start removes what is pending",
				"which programs log on with profiles that they make and delete, and under which accounts",
				"whether the user, or the program's account, was logged on in several sessions at the time",
			},
		},
		{
			Kind: Symptom, Name: "ERROR_KEY_DELETED", Also: []string{"1018", "0x3FA", "0x800703FA", "-2147023878"},
			Text:  "A registry key was used that has been marked for deletion: the key of a profile, or a section of one, was deleted while a session held it open. On a terminal server it is what the session gets whose profile another session's MAPI has cleaned up (KB 303221, KB 818861).",
			Rules: []string{"orphan/pending-deletion", "orphan/name-collision", "orphan/dangling-default"},
			Collect: []string{
				userHive + ": the key that is gone may still be recovered from it",
				"which program deletes profiles, and its log",
			},
		},
		{
			Kind: Symptom, Name: "MAPI_E_NOT_FOUND", Also: []string{"0x8004010F", "-2147221233"},
			Text:  "Something that was asked for is not there. When Outlook sends and receives it is mostly the data file or folder that an account delivers to.",
			Rules: []string{"profile-consistency/broken-reference", "profile-consistency/account-without-store", "orphan/half-deleted", "pst-path"},
			Collect: []string{
				userHive,
				"whether the data file that the account delivers to is where the profile says (mapihive accounts, mapihive stores)",
			},
		},
		{
			Kind: Symptom, Name: "MAPI_E_LOGON_FAILED", Also: []string{"0x80040111", "-2147221231"},
			Text:  "The session could not be made: the profile does not exist under that name, cannot be opened, or its server refused.",
			Rules: []string{"orphan/dangling-default", "orphan/half-deleted", "profile-consistency"},
			Collect: []string{
				userHive,
				"the name of the profile that the program asked for, letter by letter",
			},
		},
		{
			Kind: Symptom, Name: "appointments-without-times", Also: []string{"lost times", "empty fields", "GetIDsFromNames"},
			Text:  "Appointments lose their start and end, or fields come out empty or swapped, from the second start of Outlook on: Outlook goes on with identifiers of named properties that the store has since given to others, because the store kept its PR_MAPPING_SIGNATURE.",
			Rules: []string{"mapping-signature/reused", "mapping-signature/foreign", "mapping-signature/mismatch", "foreign-provider/not-microsoft"},
			Collect: []string{
				userHive + ", and an older copy of it if there is one",
				"which store the appointments lie in, and the maker and version of its provider",
				"whether a new profile with the same store shows them right",
			},
		},
	}
}
