package analyze

// What the analyzer ost-path says, in the order in which a reader meets it.
var (
	sayOSTProfiles    = &Sentence{"%d profiles, %s, name one OST file, %s.", []Ground{OnPath}}
	sayOSTOneByRecord = &Sentence{"They name it for one store: the record keys are the same.", []Ground{OnPath, OnRecordKey}}
	sayOSTOneByName   = &Sentence{"They name it for one mailbox: the distinguished names are the same.", []Ground{OnPath, OnMailbox}}
	sayOSTUnknown     = &Sentence{"Whether they name it for one store cannot be told from the profiles.", []Ground{OnPath}}
	sayOSTInTurn      = &Sentence{"An OST file is the cached copy of what one store holds, made with one profile. A profile may have been copied, or made anew with the same file name; a program that uses the file with one profile can keep it from another, and Outlook may refuse a file that another profile made.", []Ground{OnPath}}
	sayOSTOneAtATime  = &Sentence{"If Outlook opens the store with each of the profiles, and no program uses two of them at once, nothing has to be done. Otherwise make a new profile for that program, and let Outlook choose its OST file.", []Ground{OnPath}}

	sayOSTMailboxes   = &Sentence{"OST file %s is named for %d stores, in %s %s.", []Ground{OnPath}}
	sayOSTTwoByRecord = &Sentence{"The stores have different record keys.", []Ground{OnPath, OnRecordKey}}
	sayOSTTwoByName   = &Sentence{"The mailboxes have different distinguished names. A mailbox that was moved to another organization gets a new one: then both may be the same mailbox, before and after.", []Ground{OnPath, OnMailbox}}
	sayOSTOneFile     = &Sentence{"An OST file is the cached copy of what one store holds: Outlook cannot use it for another. Either one of the profiles is out of date, or its store is used without a cached copy or cannot be opened.", []Ground{OnPath}}
	sayOSTWhose       = &Sentence{"Start Outlook with the profiles, one at a time and connected, and see which store opens with this file.", []Ground{OnPath}}
	sayOSTOwnFile     = &Sentence{"For a store that does not open, make a new profile beside the present one and let Outlook choose its OST file. Remove nothing before the new profile has proven itself.", []Ground{OnPath}}

	sayOSTUsers     = &Sentence{"Profiles of %d users of one computer (%s) name one OST file, %s.", []Ground{OnPath, OnHosts}}
	sayOSTUsersWhy  = &Sentence{"An OST file is the cached copy of what one store holds, made with one profile of one user: Outlook opens it for nobody else, and while one session has it open no other can. The user's folder may have been copied with its profile, or a profile made by copying keys.", []Ground{OnPath, OnHosts}}
	sayOSTUsersLook = &Sentence{"See which user the file is of: that of the folder it lies in, or the one whose Outlook opens it.", []Ground{OnPath, OnHosts}}

	sayOSTKeep = &Sentence{"Do not delete, move or rename the OST file: what was written without a connection and has not reached the server stands in it alone.", []Ground{OnPath}}

	sayOSTOlder    = &Sentence{"OST file %s is named by profile %s under an older root and under a newer one, as an upgrade of Outlook leaves it.", []Ground{OnPath, OnGeneration}}
	sayOSTOlderWhy = &Sentence{"The Outlook that keeps its profiles under the newer root does not read the older one, so the two do not meet.", []Ground{OnPath, OnGeneration}}
	sayOSTNothing  = &Sentence{"Nothing has to be done. Keep the file: the newer profile names it.", []Ground{OnPath, OnGeneration}}

	sayOSTDirty   = &Sentence{"The hive is dirty and its transaction logs were not applied: a path may have been changed or removed by the last writes.", []Ground{OnPath, OnDoubt}}
	sayOSTDamaged = &Sentence{"The hive is damaged at or above a key named here, so its path may not be whole.", []Ground{OnPath, OnDoubt}}
)

var ostPathSays = []*Sentence{
	sayOSTProfiles, sayOSTOneByRecord, sayOSTOneByName, sayOSTUnknown, sayOSTInTurn, sayOSTOneAtATime,
	sayOSTMailboxes, sayOSTTwoByRecord, sayOSTTwoByName, sayOSTOneFile, sayOSTWhose, sayOSTOwnFile, sayOSTKeep,
	sayOSTUsers, sayOSTUsersWhy, sayOSTUsersLook,
	sayOSTOlder, sayOSTOlderWhy, sayOSTNothing, sayOSTDirty, sayOSTDamaged,
}
