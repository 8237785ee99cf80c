package analyze

// What findings of pst-path say, in the order in which a reader meets it.
var (
	// Summaries.
	sayPSTCase = &Sentence{"%s the PST file %s by %s that differ only in upper and lower case.",
		[]Ground{OnPath, OnLive}}
	sayPSTSpelling = &Sentence{"%s the PST file %s by %s that are written differently but lead to the same file.",
		[]Ground{OnPath, OnLive}}
	sayPSTSameStore = &Sentence{"%s PST files with the same PR_RECORD_KEY (%s) by %s: %s.",
		[]Ground{OnPath, OnLive, OnRecordKey}}
	sayPSTAlias = &Sentence{"%s one PST file by %s that drive mappings in the hive lead to one place: %s.",
		[]Ground{OnPath, OnLive, OnDrive}}
	sayPSTPossible = &Sentence{"%s what may be one PST file by %s: %s.",
		[]Ground{OnPath, OnLive}}
	sayPSTDisk = &Sentence{"%s one PST file by %d paths that lead to it on the disk: %s.",
		[]Ground{OnPath, OnLive, OnFile}}
	sayPSTOther = &Sentence{"%s the PST file %s and hold %d different values of PR_RECORD_KEY for it.",
		[]Ground{OnPath, OnLive, OnRecordKey}}
	sayPSTCopies = &Sentence{"%s a PST file by %s, but these are one profile and its older copy.",
		[]Ground{OnPath, OnLive, OnGeneration}}

	// Why the paths are one file, or may be.
	sayOneForm = &Sentence{"All paths have the same normal form when compared as Windows compares file names.",
		[]Ground{OnPath}}
	sayStep = &Sentence{"%s is %s: %s.",
		[]Ground{OnPath}}
	sayExpanded = &Sentence{"The hive says what the variable in %s stands for: the path is then %s. Whether MAPI expands variables is not known to be documented.",
		[]Ground{OnPath, OnVariable}}
	sayVariable = &Sentence{"The paths begin with a variable, which is taken as written: that it leads to one place in every session of this user is likely and cannot be seen in the hive.",
		[]Ground{OnPath}}
	sayRelative = &Sentence{"The paths are relative: they lead to the same file only if the programs that open them have the same current directory, which the hive does not tell.",
		[]Ground{OnPath}}
	sayAlsoCase = &Sentence{"Some of the spellings differ from each other in case only.",
		[]Ground{OnPath}}
	sayReadings = &Sentence{"The record key is given to a PST file when it is created and stays with it. So either the file was copied and each path leads to its own copy, or all paths lead to one file (drive mapping, link, 8.3 name), or it was moved and a profile still names the old place. That the record keys are equal is sure; which reading holds cannot be seen in the hive.",
		[]Ground{OnRecordKey}}
	sayOtherDrives = &Sentence{"The paths are on different drives (%s), none of which the hive maps to a share: that speaks for copies or a move. A letter can also stand for a folder of another drive, which the hive does not tell.",
		[]Ground{OnPath, OnRecordKey}}
	sayOneDrive = &Sentence{"The paths are in different folders of one drive, or differ in the file's name: that speaks for copies or a move, unless a folder is a link.",
		[]Ground{OnPath, OnRecordKey}}
	saySomeVariable = &Sentence{"Paths that begin with a variable (%s) are taken as written: where they lead depends on the session.",
		[]Ground{OnPath}}
	saySomeRelative = &Sentence{"Relative paths (%s) depend on the current directory of the program that opens them.",
		[]Ground{OnPath}}
	sayMapping = &Sentence{"The hive maps the drive letter %s: to %s (key Network).",
		[]Ground{OnDrive}}
	sayMapBefore = &Sentence{"The mapping of %s: was last written %v, not after the sections that hold the paths, so it stood there when they were last written.",
		[]Ground{OnDrive, OnWritten}}
	sayMapAfter = &Sentence{"The mapping of %s: was last written %v, after a section that holds a path (%v): when that section was last written, the letter may have led elsewhere.",
		[]Ground{OnDrive, OnWritten}}
	sayMapUndated = &Sentence{"Whether the mapping of %s: stood there when the paths were written is not known: a time is missing.",
		[]Ground{OnDrive}}
	sayMapSome = &Sentence{"Read with what the hive maps, some of the paths lead to one file.",
		[]Ground{OnDrive}}
	sayMapAll = &Sentence{"Read with what the hive maps, all paths lead to one file. A persistent mapping is in force in a session only if the share was connected and nothing else took the letter; that it was in the sessions that opened the file cannot be seen in the hive.",
		[]Ground{OnDrive}}
	sayMapKey = &Sentence{"That the stores have equal record keys fits that.",
		[]Ground{OnDrive, OnRecordKey}}
	saySameServer = &Sentence{"The paths %s differ in how the server is named: Windows completes a short name with the computer's own domain, so it is likely to be one server, and the hive does not prove it.",
		[]Ground{OnPath}}
	sayAdminShare = &Sentence{"Of the paths %s one goes through a share that Windows makes for a whole drive (C$). It is the same file if the computer named there is the one that this hive is of, which the hive does not tell.",
		[]Ground{OnPath}}
	sayJunction = &Sentence{"The paths %s are one where a folder of Windows XP is the junction to its successor that Windows Vista and later make; on Windows XP they are two.",
		[]Ground{OnPath}}
	sayShortName = &Sentence{"Of the paths %s one has 8.3 names that Windows may have made of the long names in the other. Which file got a short name depends on the order in which files were made, which the hive does not tell.",
		[]Ground{OnPath}}
	sayMissing = &Sentence{"In what was given to look at there is no file at %s. A collection holds a part of a disk only, so that proves nothing where it is one.",
		[]Ground{OnFile}}
	sayDiskOne = &Sentence{"On the disk the paths lead to one file, by its identifier: %s.",
		[]Ground{OnFile}}
	sayDiskTwo = &Sentence{"On the disk they are %d files that differ in their record key, size or header counter: %s.",
		[]Ground{OnFile}}
	sayDiskAlike = &Sentence{"On the disk there are files at %s that are alike in record key, size and header counter: exact copies, or one file that a collection holds once for each path.",
		[]Ground{OnFile}}
	sayHoldsKey = &Sentence{"%v is held by %s.",
		[]Ground{OnRecordKey}}
	sayReplaced = &Sentence{"A PST file gets its record key when it is made, and the profile takes it from the file. So the file was replaced by another or made anew, and one of the profiles still holds what it knew of the file before.",
		[]Ground{OnRecordKey}}
	sayOwnKey = &Sentence{"The file itself has the record key %v, that of %s: the others are out of date.",
		[]Ground{OnRecordKey, OnFile}}
	sayOwnKeyNone = &Sentence{"The file itself has the record key %v, which none of the profiles holds.",
		[]Ground{OnFile}}
	sayNewerKey = &Sentence{"The section in %s was written last (%v), which is a hint that the others are out of date and no more.",
		[]Ground{OnRecordKey, OnWritten}}
	sayAlsoDeleted = &Sentence{"Deleted profiles name the file too: %s by %s.",
		[]Ground{OnPath, OnDeleted}}
	sayAlsoAside = &Sentence{"Profiles that are kept aside, where Outlook does not look, name the file too: %s by %s.",
		[]Ground{OnPath, OnKeptAside}}
	sayAlsoRecovered = &Sentence{"Recovered profiles name the file too: %s by %s.",
		[]Ground{OnPath, OnRecovered}}
	sayPSTAlso = &Sentence{"Of this file rule %s says, with %s confidence: %s",
		[]Ground{OnPath, OnLive}}
	sayHistory = &Sentence{"There are %d copies of this user's hive, and it holds in %s.",
		[]Ground{OnPath, OnCopy}}
	sayHistoryGone = &Sentence{"In the youngest of them, %s, it is not seen any more, which is why it is informational.",
		[]Ground{OnPath, OnCopy}}
	sayCopies = &Sentence{"Profile %s stands under %s and, older, under %s. Both have the same identity, which is made at random (PR_SEARCH_KEY or the UID of a service): an upgrade of Outlook copies profiles to its own root and leaves the older ones where they were.",
		[]Ground{OnLive, OnGeneration}}
	sayOpenList = &Sentence{"In profile %s the list of %s %s, so which stores MAPI opens is not known; each that the profile holds is taken to be in use.",
		[]Ground{OnFault}}

	// How much it matters.
	sayHarmModern = &Sentence{"The profiles stand below Office\\15.0 or later, where Outlook 2013 and later versions keep theirs: there the conflict is unlikely.",
		[]Ground{OnGeneration}}
	sayHarmGenerations = &Sentence{"The spellings differ only between profiles of two generations of Outlook, the older of which is usually a leftover that nothing opens any more.",
		[]Ground{OnGeneration}}
	sayHarm2007 = &Sentence{"%s proves that Outlook 2007 (12.0) ran for this user and proves no later version. Outlook 2007 names its PST cache objects after the path as written: sessions with different spellings do not see each other and the second fails, usually with MAPI_E_FAILONEPROVIDER.",
		[]Ground{OnVersion, OnWhole}}
	sayHarmBoth = &Sentence{"The hive proves that %s ran for this user, and does not tell which of them uses these profiles. Outlook 2007 (12.0) is known to fail here, usually with MAPI_E_FAILONEPROVIDER in the second session.",
		[]Ground{OnVersion}}
	sayHarmOther = &Sentence{"%s proves that %s ran for this user and does not prove Outlook 2007 (12.0), the version that is known to fail here.",
		[]Ground{OnVersion, OnWhole}}
	sayHarmUnknown = &Sentence{"%s does not prove which version of Outlook ran for this user. In Outlook 2007 (12.0), whose PST cache objects are named after the path as written, the second session to open the file fails, usually with MAPI_E_FAILONEPROVIDER; in other versions the conflict is unlikely.",
		[]Ground{OnPath, OnWhole}}
	sayBareKey = &Sentence{"There is a key of Outlook 2007 (12.0) in the hive, which proves nothing: installers, add-ins, scripts and policies make such keys and set values in them.",
		[]Ground{OnVersion}}
	sayFixed = &Sentence{"Outlook 2007 (12.0) names its PST cache objects after the path as written; later versions were to take the names from the file itself, and Outlook 2003 and earlier have no such cache.",
		[]Ground{OnPath}}

	sayHarmOneProfile = &Sentence{"All the paths stand in one profile, whose stores one session opens; it takes another session with another path to fail.",
		[]Ground{OnPath}}
	sayCanonical = &Sentence{"Outlook 2016 from version 16.0.7910.1000 on also opens a file that is added by its canonical path, whatever way was given.",
		[]Ground{OnGeneration}}
	sayOtherSession = &Sentence{"One spelling helps sessions of one user in one log-on session. Where a service, another log-on session or another user opens the file, it does not: only the first to come can write.",
		[]Ground{OnPath}}

	// Advice: copies.
	sayLook = &Sentence{"Look whether the file exists at each path. Where both exist, compare the volume and the file: vol shows the serial number of a drive's volume, fsutil file queryfileid the file's identifier on it. Only if both are equal is it one file; equal identifiers on two volumes mean nothing. For a path on a share, look on the server.",
		[]Ground{OnRecordKey}}
	sayCopied = &Sentence{"Copies: keep both files. Find out which one receives mail, for instance by its date, and import from the other what it alone has. Only then take the other out of its profile, which leaves the file on disk.",
		[]Ground{OnRecordKey}}
	sayGone = &Sentence{"A path at which there is no file, although its drive or share is connected: take it out of that profile once the file opens by its new path.",
		[]Ground{OnRecordKey}}

	sayLookAlias = &Sentence{"See whether the paths lead to one file: fsutil file queryfileid shows a file's identifier on its volume, for a path on a share on the server.",
		[]Ground{OnPath}}
	sayUseUNC = &Sentence{"A drive letter belongs to one log-on session. If a service, a scheduled task or another session opens the file as well, use the path of the share everywhere instead: %s.",
		[]Ground{OnDrive}}
	sayCompareKey = &Sentence{"Look up the record key of the file itself (mapihive stores --files), and who opens the file.",
		[]Ground{OnRecordKey}}
	sayAddAgain = &Sentence{"In a profile that is out of date, Control Panel, Mail, Show Profiles, Data Files: remove the file, which leaves it on disk, and add it again by the same path. If it is the default data file there, first make another one the default.",
		[]Ground{OnRecordKey}}

	// Advice: which spelling. The first word depends on whether it is one file for sure.
	sayKeepDefault = &Sentence{"%s one spelling everywhere: %s (that of the default profile %s).",
		[]Ground{OnPath, OnDefault}}
	sayKeepMost = &Sentence{"%s one spelling everywhere: %s (the most used).",
		[]Ground{OnPath}}
	sayKeepTie = &Sentence{"%s one spelling everywhere, for instance %s: no other is used more often.",
		[]Ground{OnPath}}
	sayKeepOnly = &Sentence{"%s one spelling everywhere: %s (the only one that is spelled as a file dialog stores it: a full path with backslashes, no prefix, no variable).",
		[]Ground{OnPath}}
	sayKeepOldest = &Sentence{"%s one spelling everywhere: %s (no other is used more often, and its section has stood unchanged the longest, since %v).",
		[]Ground{OnPath, OnWritten}}
	sayKeepDisk = &Sentence{"%s one spelling everywhere: %s (as the file system writes it).",
		[]Ground{OnPath, OnFile}}
	sayKeepNone = &Sentence{"%s the file's full path everywhere as a file dialog stores it: with backslashes, no prefix, no variable. None of the spellings here is like that: look up where the file is.",
		[]Ground{OnPath}}

	// Advice: how.
	saySave = &Sentence{"First save each profile that is to be changed: mapihive export writes it as registry text. Secrets are left out, so passwords would have to be entered again.",
		[]Ground{OnPath}}
	sayClose = &Sentence{"Close Outlook and every program that uses MAPI.",
		[]Ground{OnPath}}
	sayRespell = &Sentence{"In Control Panel, Mail, Show Profiles, open %s, Data Files: remove the file, which leaves it on disk, and add it again by exactly that path.",
		[]Ground{OnPath}}
	sayRespellTwice = &Sentence{"In %s the file is listed twice: remove the entry with the other path, which leaves the file on disk.",
		[]Ground{OnPath}}
	sayDefaultFile = &Sentence{"In %s it is the default data file, which cannot be removed: first make another data file the default (add one if there is none). Make the file the default again once it is added back.",
		[]Ground{OnDefaultStore}}
	sayDelivery = &Sentence{"Then look in Account Settings, E-mail, whether each account still delivers to the same file (Change Folder).",
		[]Ground{OnPath}}
	sayPrograms = &Sentence{"Have programs that create profiles of their own take the path from the existing profile, letter by letter.",
		[]Ground{OnPath}}
	sayCopyLeft = &Sentence{"Nothing needs to be done as long as nothing opens the older copy: an Outlook that keeps profiles under %s does not.",
		[]Ground{OnGeneration}}
)

var pstPathSays = append([]*Sentence{
	sayPSTCase, sayPSTSpelling, sayPSTSameStore, sayPSTAlias, sayPSTPossible, sayPSTDisk, sayPSTOther, sayPSTCopies,
	sayOneForm, sayStep, sayExpanded, sayVariable, sayRelative, sayAlsoCase, sayReadings, sayOtherDrives, sayOneDrive, saySomeVariable, saySomeRelative,
	sayMapping, sayMapBefore, sayMapAfter, sayMapUndated, sayMapSome, sayMapAll, sayMapKey,
	saySameServer, sayAdminShare, sayJunction, sayShortName, sayMissing, sayDiskOne, sayDiskTwo, sayDiskAlike,
	sayHoldsKey, sayReplaced, sayOwnKey, sayOwnKeyNone, sayNewerKey,
	sayAlsoDeleted, sayAlsoAside, sayAlsoRecovered, sayPSTAlso, sayHistory, sayHistoryGone, sayCopies, sayOpenList,
	sayHarmModern, sayHarmGenerations, sayHarm2007, sayHarmBoth, sayHarmOther, sayHarmUnknown, sayBareKey, sayFixed,
	sayHarmOneProfile, sayCanonical, sayOtherSession,
	sayLook, sayCopied, sayGone, sayLookAlias, sayUseUNC, sayCompareKey, sayAddAgain,
	sayKeepDefault, sayKeepMost, sayKeepTie, sayKeepOldest, sayKeepDisk, sayKeepOnly, sayKeepNone,
	saySave, sayClose, sayRespell, sayRespellTwice, sayDefaultFile, sayDelivery, sayPrograms, sayCopyLeft,
}, pstNoteSays...)
