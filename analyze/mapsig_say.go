package analyze

// What the analyzer mapping-signature says, in the order in which a reader meets it.

// mismatch: one store, different signatures.
var (
	sayMismatch = &Sentence{"One store has %s in %s of %s %s.", []Ground{OnSignature}}

	sayByRecord  = &Sentence{"The store is known by its PR_RECORD_KEY.", []Ground{OnSignature, OnRecordKey}}
	sayByMailbox = &Sentence{"The store is known by the mailbox's distinguished name and its server.", []Ground{OnSignature, OnMailbox, OnServer}}
	sayByEntryID = &Sentence{"The store is known by its entry identifier, which is the same in each section.", []Ground{OnSignature, OnEntryID}}
	sayBySection = &Sentence{"The values stood in one section of one profile, whose name is made at random for one store.", []Ground{OnSignature}}
	sayByPath    = &Sentence{"The store is known by the path of its file only, and a file may be replaced by that of another store.", []Ground{OnSignature, OnPath}}

	sayAsksAgain = &Sentence{"A difference harms nothing: where the signature in a profile is not the store's, Outlook drops the identifiers that it remembers and asks the store for its mapping again, which costs a moment at the start.", []Ground{OnSignature}}

	sayOwnCopies = &Sentence{"There are two readings. The sections name %d different OST files: each of these cached copies may have a mapping of its own, and then every value is right. Or the store has changed its signature, and a profile that was not used since remembers the older one.", []Ground{OnSignature, OnPath}}
	sayOneIsOld  = &Sentence{"There are several readings. The store may have changed its signature, and a profile that was not used since remembers the older one; a section may have been copied or edited, and its value was never the store's; or each profile has a cached copy of the store with a mapping of its own.", []Ground{OnSignature}}

	sayOtherHives  = &Sentence{"The values stand in different hives, which may have been collected at different times: each may have been right at its own.", []Ground{OnSignature}}
	sayLastWritten = &Sentence{"The section that was written last (%v) is that of profile %s; whether its signature is the store's present one cannot be seen in a hive.", []Ground{OnSignature, OnWritten}}

	sayChanged      = &Sentence{"One store in %s %s has another mapping signature than it had.", []Ground{OnSignature}}
	sayWasInFile    = &Sentence{"A value of the hive file that its transaction logs changed or removed is older than what stands there now.", []Ground{OnSignature, OnLog}}
	sayWasRecovered = &Sentence{"A recovered value is older than the live one where both stood in one section; elsewhere a hive does not say which came first.", []Ground{OnSignature, OnRecovered}}
	sayWasDeleted   = &Sentence{"Of the value of a profile in Deleted Profiles it is not known whether it is the older one.", []Ground{OnSignature, OnDeleted}}
	sayWasAside     = &Sentence{"Outlook does not change a profile that stands where none looks for profiles: its value is from before it was put there.", []Ground{OnSignature, OnAside}}
	sayChangedMeans = &Sentence{"A signature that changes says that the mapping may have changed, as it should: Outlook then took the new value over. Or the store was made anew, the mailbox moved, or another value was written by a program.", []Ground{OnSignature}}

	sayKeepCopies = &Sentence{"Leave the profiles, the accounts and the OST files as they are: the difference is no reason to make any of them anew.", []Ground{OnSignature}}
	sayIfItStays  = &Sentence{"Only if appointments lose their times or fields their contents again and again: ask the maker of the store provider whether its stores change their mapping under an unchanged signature.", []Ground{OnSignature}}
)

// reused: one signature, different stores.
var (
	sayReused     = &Sentence{"%d different stores in %s %s have one mapping signature, %s.", []Ground{OnSignature}}
	sayReusedHarm = &Sentence{"The stores have different record keys or mailboxes. Equal signatures say that equal identifiers mean the same in both stores. Where that is not so, fields come out empty or swapped, times of appointments first; whether it is so cannot be seen in a hive.", []Ground{OnSignature}}

	sayReusedNext = &Sentence{"At its next start Outlook compares the value in each profile with that of the store: where they are equal it keeps the identifiers that it remembers, also those of another mapping; where they differ it drops them and asks. Where it keeps the identifiers themselves is not known.", []Ground{OnSignature}}
	sayCloned     = &Sentence{"The sections have one name or their profiles one PR_SEARCH_KEY, both made at random: the profiles are copies of one, and the signature came with the copy. If the store was exchanged since, Outlook finds the difference at its next start and asks the store again.", []Ground{OnSignature}}

	sayStayed        = &Sentence{"A store in profile %s has another PR_RECORD_KEY than it had, and the same mapping signature, %s.", []Ground{OnSignature, OnRecordKey}}
	sayStayedHow     = &Sentence{"The two values stood in one section. A store with another record key is another store, with a mapping of its own. Either its program gives out one fixed signature, or the section was written before the program had opened the new store; a hive does not tell.", []Ground{OnSignature, OnRecordKey}}
	sayReusedPast    = &Sentence{"%d different stores in %s %s have or had one mapping signature, %s.", []Ground{OnSignature}}
	sayReusedPastHow = &Sentence{"Not all of them are in use any more. The stores have different record keys or mailboxes: a profile may have been copied, or a program gives out one fixed signature.", []Ground{OnSignature}}

	sayOneServer      = &Sentence{"All are mailboxes on one Exchange server, as far as the profiles say. Exchange 2007 and earlier keep one named-property mapping for each database, so mailboxes of one database may rightly share a signature. From Exchange 2010 on each mailbox has its own mapping, and a shared signature then comes from a copied profile or section.", []Ground{OnSignature, OnMailbox, OnServer}}
	sayServersDiffer  = &Sentence{"They are mailboxes on servers of different names, so a mapping shared by one database (Exchange 2007 and earlier) does not explain it, unless a server was renamed or a mailbox was moved since. A copied profile or section does; then Outlook finds the difference at its next start and asks the store again.", []Ground{OnSignature, OnMailbox, OnServer}}
	sayOwnServers     = &Sentence{"The server of at least one is named GUID@domain, as Exchange 2013 and later do: this names the mailbox and not where it lies. There each mailbox has a mapping of its own, so the shared signature comes from a copied profile or section, and Outlook finds the difference at its next start and asks the store again.", []Ground{OnSignature, OnMailbox, OnServer}}
	sayServersUnknown = &Sentence{"They are Exchange mailboxes, and the profiles do not name a server for each. Mailboxes of one database of Exchange 2007 and earlier may rightly share a signature; otherwise it comes from a copied profile or section.", []Ground{OnSignature, OnMailbox}}

	sayOneProvider      = &Sentence{"All are stores of one provider, %s. There are two readings: it keeps one mapping for all its stores, and then nothing is wrong; or it gives out a signature that does not follow the mapping, and then Outlook trusts identifiers that are not the store's.", []Ground{OnSignature, OnProvider}}
	sayProvidersDiffer  = &Sentence{"They are stores of different providers, %s, which hardly keep a mapping together. Either a section was copied or edited, and Outlook finds the difference at its next start and asks the store again; or both programs give out one fixed signature.", []Ground{OnSignature, OnProvider}}
	sayProvidersUnknown = &Sentence{"Which program provides them is not known of each. If it is one, it may keep one mapping for all its stores, and then nothing is wrong.", []Ground{OnSignature}}

	sayConstant     = &Sentence{"The mapping signature of the Exchange address book stands in %s.", []Ground{OnSignature}}
	sayConstantWhy  = &Sentence{"The value %s is the constant that every object of an Exchange address book carries ([MS-OXOABK] 2.2.3.32); it says nothing about the mapping of a store. Only sections that belong to no address book are counted.", []Ground{OnSignature}}
	sayConstantHarm = &Sentence{"If it stands in the profile alone, Outlook finds the difference at its next start and asks the store again. If the store itself gives it out, a change of its mapping goes unnoticed, and fields come out empty or swapped.", []Ground{OnSignature}}

	sayLookAtFields = &Sentence{"Look at some appointments, with start and end, in each store that the evidence names. If they are right, nothing has to be done.", []Ground{OnSignature}}
	sayNewBeside    = &Sentence{"If fields are empty or swapped, make a new profile with that store beside the present one and look again: a new profile remembers no mapping. Remove nothing before the new profile has proven itself; the old one and the files of its stores may hold what exists nowhere else.", []Ground{OnSignature}}
	sayAskMaker     = &Sentence{"If fields come out wrong in the new profile too, once Outlook was closed and started again, ask the maker of the store provider whether the signature changes when the mapping does.", []Ground{OnSignature}}
)

// malformed: what stands there is no signature.
var (
	sayIllTypedSignature = &Sentence{"A mapping signature in profile %s is stored as %s and not as binary data.", []Ground{OnSignature}}
	sayTextSignature     = &Sentence{"A mapping signature in profile %s is text.", []Ground{OnSignature}}

	sayLength = &Sentence{"A mapping signature in profile %s is %s long instead of 16.", []Ground{OnSignature}}
	sayZeros  = &Sentence{"A mapping signature in profile %s consists of zeros.", []Ground{OnSignature}}
	sayOnes   = &Sentence{"A mapping signature in profile %s consists of bytes FF.", []Ground{OnSignature}}

	sayShape     = &Sentence{"PR_MAPPING_SIGNATURE is described as a GUID: another length or text is legal but was never seen, and nothing but zeros or nothing but FF tells no mapping from another.", []Ground{OnSignature}}
	sayShapeHarm = &Sentence{"If it is not the store's, Outlook finds the difference at its next start and asks the store again. If the store itself gives it out, a change of its mapping may go unnoticed.", []Ground{OnSignature}}

	sayAskMakerOfShape = &Sentence{"If fields are empty or swapped, ask the maker of the store provider what signature it gives out. Nothing has to be removed for that.", []Ground{OnSignature}}
)

// absent: a store of another maker without a signature.
var (
	sayAbsent        = &Sentence{"No mapping signature is stored for %s of the provider DLL %s.", []Ground{OnProvider}}
	sayAbsentNext    = &Sentence{"Where a profile holds none, Outlook remembers no mapping for the store and asks for it at each start, which is safe. A store need not support PR_MAPPING_SIGNATURE.", []Ground{OnProvider}}
	sayAbsentWhere   = &Sentence{"For stores that are no Exchange mailbox it is not known where a profile keeps the value: every section was searched, and none that belongs to this store has one.", []Ground{OnProvider}}
	sayAbsentNothing = &Sentence{"Nothing has to be done.", []Ground{OnProvider}}
	sayAbsentMaker   = &Sentence{"Only the maker of the store gains from this: if the store starts to give out a signature, it has to change with every change of the mapping.", []Ground{OnProvider}}
)

// Said of every rule, where it fits.
var (
	sayOlderDiffers = &Sentence{"Profile %s stands under an older root and under a newer one, as an upgrade of Outlook leaves it, and with the older copies one store has different mapping signatures.", []Ground{OnSignature, OnGeneration}}
	sayOlderShares  = &Sentence{"Profile %s stands under an older root and under a newer one, as an upgrade of Outlook leaves it, and with the older copies different stores have one mapping signature.", []Ground{OnSignature, OnGeneration}}
	sayOlderWhy     = &Sentence{"The Outlook that keeps its profiles under the newer root does not read the older one, so what stands there may be long past. Without the older copies there is nothing to report.", []Ground{OnSignature, OnGeneration}}
	sayOlderCopy    = &Sentence{"Profile %s of that name stands under a newer root too, as an upgrade of Outlook leaves it: this is the older copy, which the Outlook of the newer root does not read.", []Ground{OnSignature, OnGeneration}}

	sayDirty       = &Sentence{"The hive is dirty and its transaction logs were not applied: what is shown here may have been changed or removed by the last writes.", []Ground{OnSignature, OnDoubt}}
	sayDamagedHere = &Sentence{"The hive is damaged at or above a key named here, so its value may not be whole.", []Ground{OnSignature, OnDoubt}}

	sayNothing = &Sentence{"Nothing has to be done.", []Ground{OnSignature}}
)

var mappingSignatureSays = append([]*Sentence{
	sayMismatch, sayByRecord, sayByMailbox, sayByEntryID, sayBySection, sayByPath, sayAsksAgain, sayOwnCopies, sayOneIsOld, sayOtherHives, sayLastWritten,
	sayChanged, sayWasInFile, sayWasRecovered, sayWasDeleted, sayWasAside, sayChangedMeans, sayKeepCopies, sayIfItStays,
	sayReused, sayReusedHarm, sayReusedNext, sayCloned, sayStayed, sayStayedHow, sayReusedPast, sayReusedPastHow,
	sayOneServer, sayServersDiffer, sayOwnServers, sayServersUnknown, sayOneProvider, sayProvidersDiffer, sayProvidersUnknown,
	sayConstant, sayConstantWhy, sayConstantHarm, sayLookAtFields, sayNewBeside, sayAskMaker,
	sayIllTypedSignature, sayTextSignature, sayLength, sayZeros, sayOnes, sayShape, sayShapeHarm, sayAskMakerOfShape,
	sayAbsent, sayAbsentNext, sayAbsentWhere, sayAbsentNothing, sayAbsentMaker,
	sayOlderDiffers, sayOlderShares, sayOlderWhy, sayOlderCopy, sayDirty, sayDamagedHere, sayNothing,
}, damageSays...)
