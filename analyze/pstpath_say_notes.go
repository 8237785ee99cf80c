package analyze

// Grounds of pst-path alone.
const (
	OnFile      Ground = "file"       // what was found on the disk
	OnVariable  Ground = "variable"   // what variables stand for
	OnKeptAside Ground = "kept-aside" // profiles kept aside
	OnCopy      Ground = "copy"       // other copies of a hive
	OnUsers     Ground = "users"      // hives of other users
	OnHosts     Ground = "hosts"      // which computer a hive is of
	OnFormat    Ground = "format"     // what says whether a PST is ANSI or Unicode
	OnStalePath Ground = "stale-path" // paths beside the store providers
	OnOwnHome   Ground = "own-home"   // the user's own folder
)

// What pst-path says beside conflicts, in the order in which a reader meets it.
var (
	sayShared = &Sentence{"Profiles of %d users (%s) name one PST file: %s.",
		[]Ground{OnPath, OnUsers}}
	sayShareUnsupported = &Sentence{"It lies on a share. A PST file is made for one user at a time, and Microsoft does not support PST files that several users share over a network: the first to open one keeps the others from writing, and files get damaged.",
		[]Ground{OnPath, OnUsers}}
	sayShareLocal = &Sentence{"The hives are of one computer, so it is one file. The first to open it keeps the others from writing; what opens it second may fail.",
		[]Ground{OnPath, OnHosts}}
	saySharedServer = &Sentence{"The server is named in several ways (%s), which Windows is likely to take for one.",
		[]Ground{OnPath}}
	saySharedThrough = &Sentence{"Some name it by a drive letter that their hive maps to the share (%s).",
		[]Ground{OnDrive}}
	sayOneSpellingNoHelp = &Sentence{"One spelling for all does not help here: sessions of different users do not share what keeps a PST file in order.",
		[]Ground{OnPath, OnUsers}}
	saySharedAdvice = &Sentence{"Ask which of the users works with the file. Give the others a copy of their own, made while no program has the file open, or move what they share to a mailbox. Nothing has to be deleted.",
		[]Ground{OnPath, OnUsers}}

	saySplit = &Sentence{"On %d computers profiles name local PST files with the same PR_RECORD_KEY (%s): %s.",
		[]Ground{OnPath, OnRecordKey, OnHosts}}
	saySplitWhy = &Sentence{"The record key is given to a PST file when it is made and stays with it, so the files are copies of one: made for another computer, moved with a new one, or put back from a backup. Whether each is still used, and how far their contents differ, the hives do not tell.",
		[]Ground{OnRecordKey, OnHosts}}

	sayHome = &Sentence{"Profiles of this user name PST files in the folder of another user: %s. The user's own folder is %s.",
		[]Ground{OnPath, OnOwnHome}}
	sayHomeWhy = &Sentence{"Windows lets nobody else write to a user's folder unless it was allowed. The file may belong to the other user, may have been put there by an administrator, or stayed behind when the account was renamed or made anew.",
		[]Ground{OnPath, OnOwnHome}}
	sayHomeLook = &Sentence{"Find out whose file it is before anything is moved. If it is this user's, close Outlook, copy it to the user's own folder, and add it from there.",
		[]Ground{OnPath, OnOwnHome}}

	sayFormat = &Sentence{"The service of a PST file is that of the other format: %s.",
		[]Ground{OnPath, OnFormat}}
	sayFormatFile = &Sentence{"The files themselves say so: %s. MSPST MS is the service of ANSI files, MSUPST MS that of Unicode files.",
		[]Ground{OnFormat, OnFile}}
	sayFormatFlag = &Sentence{"%s: service MSPST MS is that of ANSI files, and PR_PST_CONFIG_FLAGS has the bit of Unicode files. Only the file is sure.",
		[]Ground{OnFormat}}
	sayFormat2003 = &Sentence{"The hive proves that Outlook 2003 (11.0) ran for this user. There the service decides which format is made, and a program that opens the file by the wrong service can fail.",
		[]Ground{OnVersion}}
	sayFormatLater = &Sentence{"Nothing proves that Outlook 2003 (11.0) ran for this user, where the service matters; later versions take the format from the file.",
		[]Ground{OnFormat}}
	sayFormatLook = &Sentence{"Nothing has to be done while the file opens. If it does not, note its path and add it again in Control Panel, Mail, Data Files: Outlook then takes the service that fits the file.",
		[]Ground{OnFormat}}

	sayDisk = &Sentence{"What was found on the disk differs from what stands in %s.",
		[]Ground{OnPath, OnFile}}
	sayDiskOdd = &Sentence{"Not read as a PST file: %s.",
		[]Ground{OnFile}}
	sayDiskKey = &Sentence{"The file has another record key than the profile holds, so it was replaced or made anew since: %s.",
		[]Ground{OnFile, OnRecordKey}}
	sayDiskMaps = &Sentence{"The allocation maps are marked as invalid, as they are while a file is in use and after it was not closed in order; Outlook builds them anew: %s.",
		[]Ground{OnFile}}
	sayDiskDamaged = &Sentence{"The header or the message store is not in order: %s.",
		[]Ground{OnFile}}
	sayDiskAdvice = &Sentence{"Copy a file before anything is done to it. Whether Outlook opens it tells more than what is said here.",
		[]Ground{OnFile}}

	sayLocation = &Sentence{"%s where a PST file is better not kept: %s.",
		[]Ground{OnPath}}
	sayOnShare = &Sentence{"On a share: %s. Microsoft supports that in few cases only; a connection that is lost can damage the file.",
		[]Ground{OnPath}}
	sayInSynced = &Sentence{"In a folder that OneDrive keeps in step: %s. Outlook holds the file open, so that it is not copied or only in part.",
		[]Ground{OnPath}}
	sayInTemporary = &Sentence{"In a folder for temporary files: %s. Windows and programs empty it.",
		[]Ground{OnPath}}
	sayInRoaming = &Sentence{"In the part of the user's folder that roams where roaming profiles are used: %s. It is then copied at each log-on and log-off.",
		[]Ground{OnPath}}
	sayLocationAdvice = &Sentence{"Nothing has to be done at once. To move a file, close Outlook, copy it to a local folder, add it from there, and remove the old entry last.",
		[]Ground{OnPath}}

	sayStalePaths = &Sentence{"%s beside the store providers name PST files by %d paths that no profile opens: %s.",
		[]Ground{OnStalePath}}
	sayStaleWhere = &Sentence{"In live profiles there are %d, in entry identifiers, accounts, settings and sections that no list leads to; outside profiles, in what Outlook's search and settings remember, %d.",
		[]Ground{OnStalePath}}
	sayStaleSpelt = &Sentence{"%d of them differ in spelling alone from a path that a profile opens.",
		[]Ground{OnStalePath, OnPath}}
	sayStaleWhy = &Sentence{"MAPI opens the path of the store provider. Such copies stay when a file is moved or leaves the profile, in hives that are in order too.",
		[]Ground{OnStalePath}}
	sayStaleAdvice = &Sentence{"Nothing has to be done. When a PST file is missing, these are places to look at.",
		[]Ground{OnStalePath}}

	sayPSTDirty   = &Sentence{"A hive is dirty and its transaction logs were not applied: a path may have been changed or removed by the last writes.", []Ground{OnPath, OnDoubt}}
	sayPSTDamaged = &Sentence{"A hive is damaged at or above a key named here, so its path may not be whole.", []Ground{OnPath, OnDoubt}}
)

var pstNoteSays = []*Sentence{
	sayShared, sayShareUnsupported, sayShareLocal, saySharedServer, saySharedThrough, sayOneSpellingNoHelp, saySharedAdvice,
	saySplit, saySplitWhy, sayHome, sayHomeWhy, sayHomeLook,
	sayFormat, sayFormatFile, sayFormatFlag, sayFormat2003, sayFormatLater, sayFormatLook,
	sayDisk, sayDiskOdd, sayDiskKey, sayDiskMaps, sayDiskDamaged, sayDiskAdvice,
	sayLocation, sayOnShare, sayInSynced, sayInTemporary, sayInRoaming, sayLocationAdvice,
	sayStalePaths, sayStaleWhere, sayStaleSpelt, sayStaleWhy, sayStaleAdvice, sayPSTDirty, sayPSTDamaged,
}
