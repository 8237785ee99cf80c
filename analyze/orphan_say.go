package analyze

import "slices"

// What the analyzer of orphans says, rule by rule, and what each sentence rests on.

// A profile in Deleted Profiles.
var (
	sayPending          = &Sentence{"Profile %s stands in Deleted Profiles, where MAPI keeps what was deleted while a session used it.", []Ground{OnDeleted}}
	sayPendingHow       = &Sentence{"How the key came there the hive does not say: a deletion whose clean-up has not run leaves it, and one that was imported, restored or roamed with its user looks the same.", []Ground{OnDeleted}}
	sayPendingUse       = &Sentence{"Nor does it say whether a session still uses the profile.", []Ground{OnDeleted}}
	sayPendingWritten   = &Sentence{"The profile's key was last written %v.", []Ground{OnDeleted, OnWritten}}
	sayPendingEmpty     = &Sentence{"No section could be read below the key, so there is nothing of it to export.", []Ground{OnDeleted}}
	sayPendingStores    = &Sentence{"It names %s, as live profiles do.", []Ground{OnDeleted, OnPath, OnLive}}
	sayPendingAlone     = &Sentence{"It names %s, which no live profile of this hive names.", []Ground{OnDeleted, OnPath, OnWhole}}
	sayPendingAloneRead = &Sentence{"It names %s, which no live profile that could be read names.", []Ground{OnDeleted, OnPath, OnDoubt}}
	sayPendingAccounts  = &Sentence{"It has %s.", []Ground{OnDeleted, OnAccount}}

	advisePendingWait     = &Sentence{"If the hive is of a running system, leave the key alone until every MAPI program of this user has ended, then look again.", []Ground{OnDeleted}}
	advisePendingStores   = &Sentence{"Take it for a leftover only when another profile opens the files that it names, or nobody needs them.", []Ground{OnDeleted, OnPath}}
	advisePendingSettings = &Sentence{"Take it for a leftover only when nobody needs its accounts and settings.", []Ground{OnDeleted}}
	advisePendingProgram  = &Sentence{"If a program makes profiles for its sessions here, have it log off before it deletes its profile, and give each session a name of its own (KB303221).", []Ground{OnDeleted}}
)

// One name in Profiles and Deleted Profiles.
var (
	sayCollision         = &Sentence{"Profile %s exists twice: live, and in Deleted Profiles beside it.", []Ground{OnDeleted, OnLive}}
	sayCollisionReadings = &Sentence{"KB303221 says that MAPI deletes the profile whose name is marked for deletion, without regard to sessions that use it; what that does here is not sure. Reading one: only the key in Deleted Profiles goes, and a session that still uses it loses its profile. Reading two: a clean-up that goes by the name alone hits the live profile.", []Ground{OnDeleted, OnLive}}
	sayInstancesEqual    = &Sentence{"Both have the same instance key (PR_SEARCH_KEY), which is made anew for each profile: one is a copy of the other, in whichever direction, as an import, a restored key or a move that was broken off makes it.", []Ground{OnDeleted, OnLive, OnInstance}}
	sayInstancesDiffer   = &Sentence{"Their instance keys (PR_SEARCH_KEY) differ: they were made apart, and neither is a copy of the other.", []Ground{OnDeleted, OnLive, OnInstance}}
	sayInstancesUnknown  = &Sentence{"The profiles' instance keys (PR_SEARCH_KEY), which would tell a copy from another profile, are not both known.", []Ground{OnDeleted, OnLive}}

	adviseCollisionLook = &Sentence{"Only then end every MAPI program of this user, log on once, and look whether the key in Deleted Profiles is gone and the live profile is whole.", []Ground{OnDeleted, OnLive}}
)

// A default that names no profile.
var (
	sayDangling          = &Sentence{"DefaultProfile names %s, and no such profile exists in %s.", []Ground{OnDefault, OnWhole}}
	sayDanglingPending   = &Sentence{"A profile of that name stands in Deleted Profiles, and stays there only until something removes it.", []Ground{OnDefault, OnDeleted}}
	sayDanglingRecovered = &Sentence{"A profile of that name was recovered from deleted records of the registry: it did exist, and its key was removed, by a program, by hand or in the race of KB303221.", []Ground{OnDefault, OnRecovered}}
	sayDanglingElsewhere = &Sentence{"A live profile of that name exists for another generation (%s): the value may be a leftover of an upgrade, or the upgrade has not copied the profile yet.", []Ground{OnDefault, OnLive, OnGeneration}}
	sayDanglingLeftover  = &Sentence{"A newer generation has a whole profile, %s of %s: it may be that nothing reads this default any more.", []Ground{OnDefault, OnLive, OnGeneration}}
	sayDanglingUnknown   = &Sentence{"Nor was one of that name found elsewhere: it may have been deleted by a program or by hand, been lost in the race of KB303221, or never been created.", []Ground{OnDefault, OnWhole}}
	sayDanglingAside     = &Sentence{"A profile of that name is kept aside below %s, where Outlook does not look for it.", []Ground{OnDefault, OnAside}}
	sayDanglingAsideHow  = &Sentence{"How it came there the hive does not say; administrators and scripts put profiles aside before a reset or a move, so that the default may be missing on purpose; hence the severity.", []Ground{OnDefault, OnAside}}
	sayDanglingTrace     = &Sentence{"A profile of that name stands deleted or was recovered in another root (%s), where this default does not lead.", []Ground{OnDefault, OnGeneration}}
	sayDanglingNameless  = &Sentence{"A profile whose name is lost was recovered from deleted records of the registry; it may be this one.", []Ground{OnDefault, OnRecovered}}
	sayDefaultType       = &Sentence{"DefaultProfile is a %s, which is no string: it names no profile.", []Ground{OnDefault}}
	sayDefaultTypeMeans  = &Sentence{"A program that logs on with the default profile may find none.", []Ground{OnDefault}}

	adviseNoNew        = &Sentence{"Create no profile of that name, and start no program that would: MAPI deletes by name (KB303221).", []Ground{OnDefault, OnDeleted}}
	adviseRestore      = &Sentence{"Import the export as this user, try the profile under the name that the export gives it, and only then make it the default (Control Panel, Mail, Show Profiles, Always use this profile).", []Ground{OnDefault}}
	adviseChoose       = &Sentence{"Choose the profile that is to be the default (Control Panel, Mail, Show Profiles, Always use this profile); if there is none, create one.", []Ground{OnDefault}}
	adviseElse         = &Sentence{"Otherwise choose the profile that is to be the default (Control Panel, Mail, Show Profiles, Always use this profile).", []Ground{OnDefault}}
	adviseAside        = &Sentence{"Ask whoever administers the computer whether the profile was put aside on purpose before another is made under its name.", []Ground{OnDefault, OnAside}}
	adviseNames        = &Sentence{"If programs delete profiles on this machine, give their profiles names that no user profile has (KB303221).", []Ground{OnDefault}}
	adviseVersion      = &Sentence{"Find out which version of Outlook is in use. If it is the one that has a profile, nothing needs to be done.", []Ground{OnDefault, OnLive}}
	adviseDefaultAgain = &Sentence{"Choose the default profile again (Control Panel, Mail, Show Profiles, Always use this profile): that writes the value anew.", []Ground{OnDefault}}
)

// What an administrator prepared.
var (
	sayZeroConfig       = &Sentence{"ZeroConfigExchange is set: it has Outlook %s set up a profile without a question.", []Ground{OnPrepared}}
	sayZeroConfigPolicy = &Sentence{"ZeroConfigExchange is set by policy: it has Outlook %s set up a profile without a question.", []Ground{OnPrepared}}
	sayImportPRF        = &Sentence{"ImportPRF names %s, which Outlook %s reads at its first start to make or change a profile.", []Ground{OnPrepared}}
	sayDefaultPolicy    = &Sentence{"A policy sets the default profile of Outlook %s to %s.", []Ground{OnPrepared}}
	sayPreparedDefault  = &Sentence{"So the default may name a profile that is still to be made, which is no damage.", []Ground{OnPrepared, OnDefault}}
	sayPreparedEmpty    = &Sentence{"So the profile may be one that is still to be filled, which is no damage.", []Ground{OnPrepared}}
	sayEmptyDefault     = &Sentence{"It is the default, and with an empty key that is the default administrators have Outlook set up a profile at its next start; a deletion that was broken off would leave the same.", []Ground{OnDefault}}
	sayMadeByLog        = &Sentence{"The hive file has no such profile, the transaction logs make it: it was still being made when the hive was saved, or the rest of it was written later.", []Ground{OnPrepared}}

	advisePrepared     = &Sentence{"Start Outlook once as this user, if that is what is meant, and look again. Until then nothing needs to be repaired.", []Ground{OnPrepared}}
	adviseEmptyDefault = &Sentence{"If the user had a profile of that name before, look for it in an older copy of the hive first. Otherwise start Outlook once as this user, and look again.", []Ground{OnDefault}}
	adviseMade         = &Sentence{"Look at a later copy of the hive. Until then nothing needs to be repaired.", []Ground{OnPrepared}}
)

// A profile that lacks parts of itself.
var (
	sayEmpty          = &Sentence{"Profile %s has no section at all.", []Ground{OnLive, OnWhole}}
	sayEmptyHow       = &Sentence{"That the key is empty does not say how: a deletion may have been broken off, or the profile was created and never filled.", []Ground{OnLive}}
	sayParts          = &Sentence{"Parts of a profile of that name were recovered from deleted records of the registry.", []Ground{OnRecovered}}
	sayLost           = &Sentence{"Profile %s lists %s that it does not have.", []Ground{OnMissing, OnWhole}}
	sayLostWhich      = &Sentence{"MAPI's own lists of services and providers name %s, and no such key exists in the profile: it was deleted in part, or a change to it was broken off.", []Ground{OnMissing, OnWhole}}
	sayFaults         = &Sentence{"Profile %s lacks what Outlook opens a profile by.", []Ground{OnFault, OnWhole}}
	sayNoRoot         = &Sentence{"The section that lists its services and stores, 9207f3e0a3b11019908b08002b2a56c2, does not exist.", []Ground{OnFault, OnWhole}}
	sayNoList         = &Sentence{"Its root section has no list of %s.", []Ground{OnFault, OnWhole}}
	sayEmptyList      = &Sentence{"The list of %s in its root section is empty.", []Ground{OnFault}}
	sayIllTyped       = &Sentence{"The list of %s in its root section is a %s and no REG_BINARY, so that it lists nothing.", []Ground{OnFault}}
	sayNoService      = &Sentence{"The profile has no section for the message service of %s: %s.", []Ground{OnFault, OnWhole}}
	sayAccountFaults  = &Sentence{"Profile %s has an account whose message service does not exist.", []Ground{OnFault, OnWhole}}
	sayAccountHarm    = &Sentence{"Outlook may refuse the profile or open it without that account.", []Ground{OnFault}}
	sayTwin           = &Sentence{"That section stands in the profile of the same name in another root (%s).", []Ground{OnFault, OnLive, OnGeneration}}
	sayLinks          = &Sentence{"Profile %s has parts that should lead to each other and do not.", []Ground{OnLive, OnLink}}
	sayServiceBare    = &Sentence{"It lists a message service for a store, %s, that has no provider: the store behind it cannot be opened.", []Ground{OnLive, OnLink}}
	sayProviderOrphan = &Sentence{"Its lists lead to the provider %s, whose message service does not exist.", []Ground{OnLive, OnLink, OnWhole}}
	sayBare           = &Sentence{"It has no service, account or data file either: it may never have been filled, and there is little to lose.", []Ground{OnFault}}

	adviseEmpty   = &Sentence{"Find out whether the user misses a profile of that name. If so, look for it in an older copy of the hive before anything is created under its name; if not, the empty key does no harm.", []Ground{OnLive}}
	adviseReplace = &Sentence{"Create a new profile beside it, under another name and with the same data files (Control Panel, Mail, Show Profiles, Add), and test that it opens all of them.", []Ground{OnLive}}
	adviseKeep    = &Sentence{"Keep this profile until the new one is proven, and remove it last, if at all.", []Ground{OnLive}}
)

// What is odd in a profile and does not keep it from being opened, as far as is known.
var (
	sayBlank         = &Sentence{"Profile %s has an ill-formed list of %s: 16 bytes in it are all zeros or all FF.", []Ground{OnFault}}
	sayBlankMeans    = &Sentence{"No section is called so, and none is lost by it; hence the severity.", []Ground{OnFault}}
	sayOrder         = &Sentence{"The order of the %s in profile %s has %s, which no account has.", []Ground{OnFault, OnWhole}}
	sayOrderHow      = &Sentence{"An account's key was removed, or its number was left when the account was deleted.", []Ground{OnFault}}
	sayOrderReversed = &Sentence{"With its bytes in the reverse order, %s is the number of an account: the list was presumably written by a program that stores numbers the other way round than Outlook.", []Ground{OnFault}}
	sayOrderLow      = &Sentence{"That alone keeps no other account from being opened, as far as is known; hence the severity.", []Ground{OnFault}}

	adviseBlank = &Sentence{"Nothing needs to be done while the profile opens. Do not edit the list by hand before the profile is exported.", []Ground{OnFault}}
	adviseOrder = &Sentence{"Ask the user whether an account is missing. If none is, nothing needs to be done.", []Ground{OnFault}}
)

// Commands. A line that starts with a space is a command of the step above it.
var (
	sayExportPending         = &Sentence{"Export the deleted profile before any MAPI program of this user starts. Passwords and other secrets are left out, and in the export it has a new name, as MAPI deletes by name:\n  %s", []Ground{OnDeleted}}
	sayExportRecovered       = &Sentence{"Export what was recovered. Passwords and other secrets are left out, and the head of the export says what is missing:\n  %s", []Ground{OnRecovered}}
	sayExportAside           = &Sentence{"If the profile is to come back, export the one that is kept aside. Passwords and other secrets are left out:\n  %s", []Ground{OnAside}}
	sayExportAsideByHand     = &Sentence{"If the profile is to come back, export the one that is kept aside with mapihive export; where it belongs is not known, or the hive's path cannot be written as a command here. Secrets are left out.", []Ground{OnAside}}
	sayExportLive            = &Sentence{"Export the live profile before it is changed. Passwords and other secrets are left out, so have them at hand:\n  %s", []Ground{OnLive}}
	sayExportLiveByHand      = &Sentence{"Export the live profile with mapihive export before it is changed; where it belongs is not known, or the hive's path cannot be written as a command here. Secrets are left out.", []Ground{OnLive}}
	sayExportPendingByHand   = &Sentence{"Export the deleted profile with mapihive export, under a new name, before any MAPI program of this user starts; where it belongs is not known, or the hive's path cannot be written as a command here. Secrets are left out.", []Ground{OnDeleted}}
	sayExportRecoveredByHand = &Sentence{"Export what was recovered with mapihive export; where it belongs is not known, or the hive's path cannot be written as a command here. Secrets are left out.", []Ground{OnRecovered}}
)

var orphanSays = append([]*Sentence{
	sayPending, sayPendingHow, sayPendingUse, sayPendingWritten, sayPendingEmpty, sayPendingStores,
	sayPendingAlone, sayPendingAloneRead, sayPendingAccounts, advisePendingWait, advisePendingStores,
	advisePendingSettings, advisePendingProgram,
	sayCollision, sayCollisionReadings, sayInstancesEqual, sayInstancesDiffer, sayInstancesUnknown, adviseCollisionLook,
	sayDangling, sayDanglingPending, sayDanglingRecovered, sayDanglingElsewhere, sayDanglingLeftover, sayDanglingUnknown, sayDanglingAside, sayDanglingAsideHow, sayDanglingTrace, sayDanglingNameless,
	sayDefaultType, sayDefaultTypeMeans, adviseNoNew, adviseRestore, adviseChoose, adviseElse, adviseAside, adviseNames, adviseVersion, adviseDefaultAgain,
	sayZeroConfig, sayZeroConfigPolicy, sayImportPRF, sayDefaultPolicy, sayPreparedDefault, sayPreparedEmpty,
	sayEmptyDefault, sayMadeByLog, advisePrepared, adviseEmptyDefault, adviseMade,
	sayEmpty, sayEmptyHow, sayParts, sayLost, sayLostWhich, sayFaults, sayNoRoot, sayNoList, sayEmptyList, sayIllTyped,
	sayNoService, sayAccountFaults, sayAccountHarm, sayTwin, sayLinks, sayServiceBare, sayProviderOrphan, sayBare, adviseEmpty, adviseReplace, adviseKeep,
	sayBlank, sayBlankMeans, sayOrder, sayOrderHow, sayOrderReversed, sayOrderLow, adviseBlank, adviseOrder,
	sayExportPending, sayExportRecovered, sayExportAside, sayExportAsideByHand, sayExportLive, sayExportLiveByHand, sayExportPendingByHand, sayExportRecoveredByHand,
}, slices.Concat(orphanGoneSays, orphanElsewhereSays, damageSays)...)
