package analyze

// What the analyzer of orphans says of profiles that are not there any more, or should not be there any more.

// A profile in Deleted Profiles: how it came there, and whether it is stale.
var (
	sayPendingLog    = &Sentence{"The hive file on disk has the profile in Profiles; the transaction logs move it.", []Ground{OnDeleted, OnLog}}
	sayPendingClean  = &Sentence{"The hive was written to its end: in a copy that was made after the hive had been unloaded, no session uses the profile any more.", []Ground{OnDeleted, OnWhole}}
	sayPendingLoaded = &Sentence{"The hive was loaded when it was copied, or its machine went down: its last changes stood in transaction logs. A session may have used the profile at that time.", []Ground{OnDeleted, OnDoubt}}
	sayPendingAtOnce = &Sentence{"Its keys were last written when Deleted Profiles was (%v): they were made there anew, as by an import or a copy, or the profile had been written just before it was deleted.", []Ground{OnDeleted, OnWritten}}
	sayPendingUsed   = &Sentence{"Its keys were last written %v, after Deleted Profiles itself (%v, when a profile was last added to it or removed from it): a session still used the profile when it stood there.", []Ground{OnDeleted, OnWritten}}
	sayPendingKept   = &Sentence{"Its keys were last written %v, before Deleted Profiles itself (%v, when a profile was last added to it or removed from it): they were not written anew there, as an import would.", []Ground{OnDeleted, OnWritten}}
	sayPendingLast   = &Sentence{"No live profile of this root was written later (the last one %v): that fits a session that had just ended, or still ran.", []Ground{OnDeleted, OnLive, OnWritten}}

	advisePendingUnload = &Sentence{"If a program failed with error 1018 (ERROR_KEY_DELETED) while the profile still stands here, look for event 1530 of the User Profile Service at that time: a hive that is unloaded by force at log-off gives the same error, without any profile being deleted.", []Ground{OnDeleted}}

	sayStale        = &Sentence{"Profile %s was marked for deletion and is still there after MAPI has worked on: its clean-up did not come.", []Ground{OnDeleted, OnLive, OnWritten}}
	sayStaleDated   = &Sentence{"It came to Deleted Profiles not after %v, when that key was last written; a live profile of the same root was written %v.", []Ground{OnDeleted, OnLive, OnWritten}}
	sayStaleOwn     = &Sentence{"Its own keys were last written %v, and a live profile of the same root %v; but a move may keep the times of keys, so this dates the deletion badly.", []Ground{OnDeleted, OnLive, OnWritten}}
	sayStaleDay     = &Sentence{"More than a day lies between the two.", []Ground{OnDeleted, OnLive, OnWritten}}
	sayStaleMonth   = &Sentence{"More than a month lies between the two, longer than most sessions live.", []Ground{OnDeleted, OnLive, OnWritten}}
	sayStaleService = &Sentence{"The hive is that of a service account (%s): a session of a service can last as long as its machine runs, and may still use the profile.", []Ground{OnDeleted, OnHome}}
)

// A profile that was deleted and may be had back.
var (
	sayGoneLog      = &Sentence{"The hive file on disk still has it; with the transaction logs applied it is gone.", []Ground{OnLog}}
	sayGoneSpan     = &Sentence{"In the hive file it was last written %v, and after the logs the key that held it %v: it was removed between the two.", []Ground{OnLog, OnLogTimes}}
	sayGoneLogDoubt = &Sentence{"Something in the logs does not fit the hive, so they may be those of another one.", []Ground{OnLog, OnDoubt}}
	sayGoneBetween  = &Sentence{"It was last written %v, and the key that held it %v: it was removed between the two.", []Ground{OnRecovered, OnWritten}}
	sayGoneHeld     = &Sentence{"It had %s.", []Ground{OnRecovered}}

	sayFound            = &Sentence{"Profile %s was deleted and can be recovered.", []Ground{OnRecovered}}
	sayFoundNameless    = &Sentence{"A profile whose name is lost was deleted and can be recovered in part.", []Ground{OnRecovered}}
	sayFoundMany        = &Sentence{"%s can be recovered: %s.", []Ground{OnRecovered}}
	sayFoundBelow       = &Sentence{"It stood in Deleted Profiles, which MAPI cleans up and some scripts empty.", []Ground{OnRecovered}}
	sayFoundAgain       = &Sentence{"A live profile has its name now and another instance key (PR_SEARCH_KEY): the name was used again.", []Ground{OnRecovered, OnLive, OnInstance}}
	sayFoundMeans       = &Sentence{"Nothing that was looked at needs it: that is what a profile leaves that was deleted on purpose.", []Ground{OnRecovered}}
	adviseFound         = &Sentence{"If nobody misses the profile, nothing needs to be done.", []Ground{OnGone}}
	sayFoundManyMean    = &Sentence{"That is what profiles leave that were deleted on purpose, as by a person or a program that tidies up.", []Ground{OnRecovered}}
	adviseFoundManyMiss = &Sentence{"If nobody misses one of them, nothing needs to be done.", []Ground{OnRecovered}}
	adviseFoundMany     = &Sentence{"mapihive profiles lists the others; mapihive export saves each of them.", []Ground{OnRecovered}}

	sayRemovedInLog = &Sentence{"Profile %s was removed by the last changes to the hive, which stand in its transaction logs.", []Ground{OnLog}}
	sayRemovedWho   = &Sentence{"Whether a person, a program or MAPI removed it the logs do not say.", []Ground{OnLog}}
	sayCleanedInLog = &Sentence{"Profile %s, which was marked for deletion, was removed by the last changes to the hive, which stand in its transaction logs.", []Ground{OnLog}}
	sayCleanedWho   = &Sentence{"That is the clean-up of a deleted profile: by the session that had used it, when it ended, by another one at the start of MAPI (KB818861), or by a script that empties Deleted Profiles.", []Ground{OnLog}}
)

// The race.
var (
	sayRace           = &Sentence{"Profile %s is gone although something needs it: the deletion race of KB303221 leaves that, and so do other causes.", []Ground{OnGone}}
	sayRaceHalf       = &Sentence{"Parts of profile %s are gone while the rest stands: a deletion that hit a profile in use leaves that, and so do other causes.", []Ground{OnRecovered, OnMissing}}
	sayStoodDeleted   = &Sentence{"It stood in Deleted Profiles, where MAPI puts a profile that is deleted while a session uses it, and was then removed.", []Ground{OnGone}}
	sayMarkedToo      = &Sentence{"A profile of its name was marked for deletion: Deleted Profiles has or had one.", []Ground{OnGone}}
	sayNameFamily     = &Sentence{"Its name is one of many of the same form, as a program makes them: such profiles MAPI removes at its start when it sees nobody use them (KB818861).", []Ground{OnName}}
	sayNameMade       = &Sentence{"Its name looks made by a program: such profiles MAPI removes at its start when it sees nobody use them (KB818861).", []Ground{OnName}}
	sayWentInLog      = &Sentence{"It went while the hive was in use, by the transaction logs.", []Ground{OnLog}}
	sayNeededDefault  = &Sentence{"DefaultProfile still names it.", []Ground{OnDefault}}
	sayNeededSections = &Sentence{"An account of a live profile names a message service that stood in it.", []Ground{OnFault}}
	sayHalfLeft       = &Sentence{"The profile that still stands lists sections that were removed from it.", []Ground{OnRecovered, OnMissing}}
	saySearchLists    = &Sentence{"Outlook keeps %s outside the profiles, and no live profile names it.", []Ground{OnSearch}}

	sayRemotePrinter     = &Sentence{"A printer that a remote session brought along shows that this account was used in such sessions.", []Ground{OnSession}}
	sayRemotePrinterLost = &Sentence{"So does a printer of a remote session that was recovered from deleted records.", []Ground{OnSession}}
	sayRemoteSession     = &Sentence{"The hive holds what Windows keeps while a remote session runs.", []Ground{OnSession}}
	sayServiceHive       = &Sentence{"The hive is that of a service account (%s), under which several programs run at a time.", []Ground{OnHome}}
	sayRaceLimit         = &Sentence{"No hive of a user can prove that two sessions ran at the same time, so this stays a reading.", []Ground{OnGone}}

	sayRivalShadow   = &Sentence{"Another explanation as likely: LastUserIniSyncTime (%v) shows that the user logged on to a terminal server, which the race needs, and there the server's shadow copy can overwrite a user's keys too (KB297379, for NT 4.0 Terminal Server Edition and Windows 2000).", []Ground{OnSession}}
	sayRivalUEV      = &Sentence{"Another explanation: User Experience Virtualization roams settings of this user, though not MAPI profiles themselves (KB2850989): what names the profile may come from another machine.", []Ground{OnUEV}}
	sayRivalPrepared = &Sentence{"Another explanation: %s has Outlook make a profile anew, and a profile may have been taken away for that.", []Ground{OnPrepared}}
	sayRivalBackup   = &Sentence{"Another explanation: profile %s is what a .prf run makes of a profile that it replaces.", []Ground{OnBackup}}
	sayRivalAgain    = &Sentence{"Another explanation: a live profile has its name now and another instance key (PR_SEARCH_KEY), so it may have been deleted and made anew on purpose.", []Ground{OnGone, OnLive, OnInstance}}
	sayRivalFiles    = &Sentence{"Another explanation: live profiles name every data file that it named, so it may have been replaced on purpose.", []Ground{OnGone, OnLive, OnPath}}

	adviseRestoreName = &Sentence{"Do not import it while a MAPI program of this user runs, and not under a name that stands in Deleted Profiles: MAPI deletes by name (KB303221).", []Ground{OnRecovered}}
	adviseRaceProof   = &Sentence{"To settle it, collect of the machine: the User Profile Service log (event 1530 names programs that held the hive at log-off; error 1018 at that time is the forced unload and not the race), the LocalSessionManager log (sessions of this user that overlap), the SYSTEM and SOFTWARE hives, and a MAPI trace of the program that lost its profile.", []Ground{OnGone}}
	adviseFix         = &Sentence{"Have the program give each session a profile name of its own and delete the profile after log-off. KB303221 names updates for Exchange 5.5 (KB818861), Exchange 2000 (rollup KB824282) and Exchange 2003 (Service Pack 1, KB836993), and none for Outlook on a terminal server: there, run the program under an account of its own.", []Ground{OnGone}}
)

// Profiles of programs, and sections that nothing lists.
var (
	sayFamily        = &Sentence{"%s have names of one form, such as %s, as programs make and leave them.", []Ground{OnName}}
	sayFamilyStates  = &Sentence{"Live: %d, in Deleted Profiles: %d, recovered: %d.", []Ground{OnName}}
	sayFamilyMany    = &Sentence{"So many are seldom made by hand.", []Ground{OnName}}
	sayFamilyMade    = &Sentence{"The names have parts that programs generate.", []Ground{OnName}}
	sayFamilyNumbers = &Sentence{"The names differ in short numbers, which people write too.", []Ground{OnName}}
	sayFamilyDeletes = &Sentence{"Some were deleted, as by a program that has a profile for each of its sessions.", []Ground{OnName, OnGone}}
	sayFamilyTwice   = &Sentence{"In both Profiles and Deleted Profiles: %s. MAPI deletes by name (KB303221), so a clean-up can hit a profile in use.", []Ground{OnName, OnDeleted, OnLive}}
	sayFamilyBroken  = &Sentence{"Of the live ones, %s cannot be opened as MAPI opens a profile; they have no findings of their own.", []Ground{OnName, OnLive}}
	sayFamilyGone    = &Sentence{"None of them stands any more, hence the severity.", []Ground{OnName, OnRecovered}}

	adviseFamily      = &Sentence{"Find the program that runs under this account; mapihive timeline shows when the profiles were made.", []Ground{OnName}}
	adviseFamilyFix   = &Sentence{"Have it delete each profile after log-off, and not before (KB303221).", []Ground{OnName}}
	adviseFamilyClean = &Sentence{"Leave the profiles alone while it runs. Then remove those that no session uses, by its own means; export first what may still be needed.", []Ground{OnName}}

	saySections         = &Sentence{"Profile %s has %s that nothing lists.", []Ground{OnLive, OnUnlisted}}
	saySectionsWhich    = &Sentence{"Nothing leads to %s.", []Ground{OnLive, OnUnlisted}}
	saySectionsMean     = &Sentence{"MAPI and Outlook open what the profile's lists name and pass over the rest: such sections are what removed services and accounts leave, and healthy profiles have them too.", []Ground{OnLive, OnUnlisted}}
	saySectionsFiles    = &Sentence{"They name %s.", []Ground{OnLive, OnUnlisted}}
	adviseSections      = &Sentence{"Nothing needs to be done.", []Ground{OnLive, OnUnlisted}}
	adviseSectionsFiles = &Sentence{"If a data file is missed, look for the ones that such sections name.", []Ground{OnLive, OnUnlisted}}
)

var orphanGoneSays = []*Sentence{
	sayPendingLog, sayPendingClean, sayPendingLoaded, sayPendingAtOnce, sayPendingUsed, sayPendingKept, sayPendingLast, advisePendingUnload,
	sayStale, sayStaleDated, sayStaleOwn, sayStaleDay, sayStaleMonth, sayStaleService,
	sayGoneLog, sayGoneSpan, sayGoneLogDoubt, sayGoneBetween, sayGoneHeld,
	sayFound, sayFoundNameless, sayFoundMany, sayFoundBelow, sayFoundAgain, sayFoundMeans, sayFoundManyMean, adviseFound, adviseFoundManyMiss, adviseFoundMany,
	sayRemovedInLog, sayRemovedWho, sayCleanedInLog, sayCleanedWho,
	sayRace, sayRaceHalf, sayStoodDeleted, sayMarkedToo, sayNameFamily, sayNameMade, sayWentInLog,
	sayNeededDefault, sayNeededSections, sayHalfLeft, saySearchLists,
	sayRemotePrinter, sayRemotePrinterLost, sayRemoteSession, sayServiceHive, sayRaceLimit,
	sayRivalShadow, sayRivalUEV, sayRivalPrepared, sayRivalBackup, sayRivalAgain, sayRivalFiles,
	adviseRestoreName, adviseRaceProof, adviseFix,
	sayFamily, sayFamilyStates, sayFamilyMany, sayFamilyMade, sayFamilyNumbers, sayFamilyDeletes, sayFamilyTwice, sayFamilyBroken, sayFamilyGone,
	adviseFamily, adviseFamilyClean, adviseFamilyFix,
	saySections, saySectionsWhich, saySectionsMean, saySectionsFiles, adviseSections, adviseSectionsFiles,
}
