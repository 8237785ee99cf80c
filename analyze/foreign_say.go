package analyze

// What the analyzer foreign-provider says, in the order in which a reader meets it.
var (
	sayLookAlike = &Sentence{"A profile names the provider DLL %s, which comes near %s (%s) and is another name.", []Ground{OnModule}}

	sayOddCharacters = &Sentence{"It looks the same, but holds characters that the known name does not have: %s. Whoever reads it takes it for the known one, and Windows loads another file.", []Ground{OnModule}}
	sayTakenFor      = &Sentence{"It looks much the same in many fonts. Whoever reads it takes it for the known one, and Windows loads another file.", []Ground{OnModule}}
	sayOneLetter     = &Sentence{"One letter is other, missing or too many. There are two readings: a slip of somebody who wrote the profile by a script, and then the provider does not load; or a name that is to be taken for the known one. A program of another maker may also be called so by chance.", []Ground{OnModule}}
	sayOtherEnd      = &Sentence{"Its first part is that of %s and what follows the first full stop is other, so that Windows loads another file.", []Ground{OnModule}}

	sayModuleWithPath  = &Sentence{"A profile names a provider DLL with its folder: %s.", []Ground{OnModule}}
	sayInstallFolder   = &Sentence{"It stands where installers put programs and, on a Windows that nobody has set up otherwise, only administrators can write.", []Ground{OnModule}}
	sayUserFolder      = &Sentence{"It stands where a user, and every program that runs as the user, can write: whoever puts a file there has it loaded into Outlook.", []Ground{OnModule}}
	sayNetworkFolder   = &Sentence{"It stands on another computer: whoever can write to the share has a file loaded into Outlook.", []Ground{OnModule}}
	sayElsewhereFolder = &Sentence{"Whether users can write to that folder cannot be told from its path: below the root of a drive they often can.", []Ground{OnModule}}
	sayPathAllowed     = &Sentence{"A path is allowed since Outlook 2010 (PR_PROVIDER_DLL_NAME), and programs of other makers use one; Microsoft's own providers are named without.", []Ground{OnModule}}
	sayKnownNameInPath = &Sentence{"The file has the name of %s, of %s, which is named without a folder in every profile that was examined.", []Ground{OnModule}}
	sayNearInPath      = &Sentence{"The name of the file comes near %s and is another.", []Ground{OnModule}}

	sayOtherMaker    = &Sentence{"A profile names the provider DLL %s, which is known as that of %s: %s.", []Ground{OnModule}}
	sayKnownFrom     = &Sentence{"The name is known from: %s. A file of that name may be any.", []Ground{OnModule}}
	sayUnknownModule = &Sentence{"A profile names the provider DLL %s, which is none of Microsoft's that are known.", []Ground{OnModule}}
	sayUnknownMeans  = &Sentence{"It belongs to a store, address book or transport of another maker, or to one of Microsoft's that the list lacks.", []Ground{OnModule}}
	sayLoads         = &Sentence{"MAPI puts 32 before the first full stop of the name, so that the file to look for is %s, beside Outlook or in a folder of the search path.", []Ground{OnModule}}

	sayMicrosoftsService = &Sentence{"It stands in place of one of Microsoft's DLLs: the message service %s, or its install identifier, is Microsoft's.", []Ground{OnModule}}

	sayModuleInUse    = &Sentence{"A provider of a live profile to which MAPI's lists lead names it: MAPI loads it when the profile is opened.", []Ground{OnModule, OnLive}}
	sayModuleService  = &Sentence{"A message service of a live profile to which MAPI's lists lead names it: MAPI loads it when the service is made, configured or removed.", []Ground{OnModule, OnLive}}
	sayModuleEntryID  = &Sentence{"It is named by an entry identifier of a live profile, and by no section that MAPI's lists lead to: MAPI loads it when something opens the store by that identifier.", []Ground{OnModule, OnLive}}
	sayModuleUnlisted = &Sentence{"It is named by a section of a live profile to which no list of MAPI leads, such as a temporary one: it was loaded once, or is loaded by a program that opens the section.", []Ground{OnModule, OnLive}}
	sayModulePast     = &Sentence{"Only profiles that Outlook does not open any more name it: deleted or recovered ones, or ones kept aside. It was loaded while they were in use.", []Ground{OnModule}}

	sayModuleNothing = &Sentence{"Nothing has to be done.", []Ground{OnModule}}
	sayModuleSuspect = &Sentence{"If Outlook fails to start or a store is missing, this is the add-in to look at first: whether its file is there, of the bits of Outlook, and of a version that this Outlook supports.", []Ground{OnModule}}
	sayModuleCollect = &Sentence{"Collect the file from the computer with its times, hash and signature: %s. Look for it beside Outlook and in the folders of the search path.", []Ground{OnModule}}
	sayModuleAsk     = &Sentence{"Ask who installed it, and compare with other users of the same computers.", []Ground{OnModule}}
	sayModuleKeep    = &Sentence{"Do not start Outlook with the profile before that is clear, and remove nothing: the store may hold mail that exists nowhere else.", []Ground{OnModule}}

	sayModuleDirty   = &Sentence{"The hive is dirty and its transaction logs were not applied: a name may have been changed by the last writes.", []Ground{OnModule, OnDoubt}}
	sayModuleDamaged = &Sentence{"The hive is damaged at or above a key named here, so the name may not be whole.", []Ground{OnModule, OnDoubt}}
)

var foreignProviderSays = []*Sentence{
	sayLookAlike, sayOddCharacters, sayTakenFor, sayOneLetter, sayOtherEnd,
	sayModuleWithPath, sayInstallFolder, sayUserFolder, sayNetworkFolder, sayElsewhereFolder, sayPathAllowed, sayKnownNameInPath, sayNearInPath,
	sayOtherMaker, sayKnownFrom, sayUnknownModule, sayUnknownMeans, sayLoads, sayMicrosoftsService,
	sayModuleInUse, sayModuleService, sayModuleEntryID, sayModuleUnlisted, sayModulePast,
	sayModuleNothing, sayModuleSuspect, sayModuleCollect, sayModuleAsk, sayModuleKeep, sayModuleDirty, sayModuleDamaged,
}
