package analyze

// What the analyzer profile-consistency says.

// duplicate-instance: profiles with one PR_SEARCH_KEY.
var (
	sayProfilesShare      = &Sentence{"%s (%s) have one PR_SEARCH_KEY, %s.", []Ground{OnInstance, OnLive}}
	sayProfilesShareMeans = &Sentence{"MAPI makes a new one for each profile, so one is a copy of the other: its key was copied, renamed by a script or imported from registry text.", []Ground{OnInstance, OnLive}}
	sayCopyShares         = &Sentence{"%s (%s) have one PR_SEARCH_KEY, %s: one of them is in use, or none.", []Ground{OnInstance}}
	sayCopyUpgrade        = &Sentence{"A profile of one name stands under an older root and under a newer one, as an upgrade of Outlook leaves it.", []Ground{OnInstance, OnGeneration}}
	sayCopyAside          = &Sentence{"A copy is kept aside, where no Outlook looks for profiles.", []Ground{OnInstance, OnAside}}
	sayUsersShare         = &Sentence{"%s have the %s %s with one PR_SEARCH_KEY, %s.", []Ground{OnInstance, OnSID}}
	sayUsersShareMeans    = &Sentence{"MAPI makes a new one for each profile, so the profiles are copies of one. Usually a used profile of Windows was made the Default User of an image; or a user was moved to another account, or the profile was handed out as registry text.", []Ground{OnInstance, OnSID}}
	sayInstanceHarm       = &Sentence{"What a copied PR_SEARCH_KEY breaks is not known: MAPI finds profiles by their names. But what the copies name is shared too: data files, caches and settings.", []Ground{OnInstance}}
	sayInstanceNothing    = &Sentence{"Nothing has to be done.", []Ground{OnInstance}}
	sayInstanceAdvice     = &Sentence{"Where users report the mail or the files of another, look at the data files that the copies name, with mapihive stores; a profile made anew by Outlook has a key of its own.", []Ground{OnInstance}}
)

// missing-required.
var (
	sayNoSearchKey    = &Sentence{"Profile %s has no PR_SEARCH_KEY: %s.", []Ground{OnProperty}}
	saySearchKeyMeans = &Sentence{"The MAPI reference requires it of every profile, and MAPI writes it when it makes one: the profile was written by a script, copied in part, or parts of it were lost.", []Ground{OnProperty}}
	sayOtherName      = &Sentence{"Profile %s says that it is called %s (PR_PROFILE_NAME).", []Ground{OnInconsistency}}
	sayOtherNameMeans = &Sentence{"MAPI takes the name of the profile's key, and the profiles that were examined store no other: the key was renamed or copied by something other than MAPI, and a program that reads the property gets a name that no profile has.", []Ground{OnInconsistency}}
	sayLeaveProfile   = &Sentence{"Nothing has to be done while the profile works. If it does not, make a new one beside it, and remove nothing before the new one has proven itself.", []Ground{OnLive}}
)

// display-name-drift, no-default-store, several-default-stores, order-conflict.
var (
	sayDrift       = &Sentence{"In profile %s the section of the message service calls the store %s and that of its provider calls it %s.", []Ground{OnInconsistency}}
	sayDriftMeans  = &Sentence{"The MAPI reference has a store provider keep the two in step, and names the store after them when it makes it: which name a program shows depends on where it looks.", []Ground{OnInconsistency}}
	sayDriftAdvice = &Sentence{"Nothing has to be done. Renaming the store in Outlook's account settings may write both.", []Ground{OnInconsistency}}

	sayNoDefaultStore  = &Sentence{"No store of profile %s says that it can be the default one.", []Ground{OnInconsistency}}
	sayNoDefaultMeans  = &Sentence{"MAPI takes the first store with STATUS_DEFAULT_STORE. Without one there is no default store until a program chooses one (SetDefaultStore); Outlook may ask, or not start. Profiles of some kinds of accounts may be without it and work.", []Ground{OnInconsistency}}
	sayNoDefaultAdvice = &Sentence{"If Outlook says that there is no default store, choose the data file in Mail in the Control Panel, Data Files, Set as Default.", []Ground{OnInconsistency}}

	saySeveralDefault = &Sentence{"%s of profile %s say that they can be the default one.", []Ground{OnInconsistency}}
	saySeveralMeans   = &Sentence{"The flag says no more than that. MAPI takes the first in profile order, %s, until a program chooses another; who moves the order changes the default store.", []Ground{OnInconsistency}}
	saySeveralAdvice  = &Sentence{"Nothing has to be done. If mail lands in another store than expected, look which one Outlook shows as the default.", []Ground{OnInconsistency}}

	sayOrderConflict = &Sentence{"Profile %s lists a transport before others that says that it is to come last.", []Ground{OnInconsistency}}
	sayOrderMeans    = &Sentence{"Transports with STATUS_XP_PREFER_LAST are asked last, wherever they are listed (MAPI reference): the order that the list shows is not the one that counts.", []Ground{OnInconsistency}}
	sayOrderAdvice   = &Sentence{"Nothing has to be done. If messages leave by another transport than expected, this is why the order of the list does not help.", []Ground{OnInconsistency}}
)

// broken-reference and account-without-store.
var (
	sayProviderElsewhere      = &Sentence{"A message service of profile %s lists a provider (%s), section %s, that says that it belongs to another service, %s.", []Ground{OnInconsistency}}
	sayProviderElsewhereMeans = &Sentence{"MAPI writes both when it makes a provider. A section was copied or a list edited; which of the two counts depends on what reads them.", []Ground{OnInconsistency}}
	sayUnlistedProvider       = &Sentence{"A provider of profile %s, section %s, says that it belongs to the message service %s, and no service lists it.", []Ground{OnInconsistency}}
	sayUnlistedMeans          = &Sentence{"The profile lists it, so MAPI opens it; but who asks its service for its providers, as the account settings do, does not find it.", []Ground{OnInconsistency}}
	sayServiceOnly            = &Sentence{"The message service %s of profile %s lists a provider, section %s, that is not among the profile's %s.", []Ground{OnInconsistency}}
	sayServiceOnlyMeans       = &Sentence{"MAPI opens what the profile's own list names, so this provider is not opened although the account settings show it.", []Ground{OnInconsistency}}

	sayNoSuchService      = &Sentence{"A listed provider of profile %s, section %s, belongs to %s, which is no message service of the profile.", []Ground{OnInconsistency}}
	sayNoSuchServiceMeans = &Sentence{"It may open, but cannot be configured, and what its service does for it is missing.", []Ground{OnInconsistency}}

	sayAccountNoUID          = &Sentence{"Account %d of profile %s is of the class of message services and names none.", []Ground{OnInconsistency}}
	sayAccountNotService     = &Sentence{"Account %d of profile %s names section %s as its message service, and that is none.", []Ground{OnInconsistency}}
	sayAccountNoUIDMeans     = &Sentence{"Outlook cannot tell which service the account stands for: it may be missing from the account settings, or do nothing.", []Ground{OnInconsistency}}
	sayAccountOtherName      = &Sentence{"Account %d of profile %s calls its message service %s, and that service is %s.", []Ground{OnInconsistency}}
	sayAccountOtherNameMeans = &Sentence{"Outlook writes both alike. The account was copied or edited, or its service replaced; which of the two Outlook goes by is not known.", []Ground{OnInconsistency}}
	sayAccountTransport      = &Sentence{"Account %d of profile %s names a transport provider that does not exist, section %s.", []Ground{OnInconsistency}}
	sayAccountTransportMeans = &Sentence{"Sending by this account may fail until Outlook chooses another transport.", []Ground{OnInconsistency}}

	sayDeliversNowhere      = &Sentence{"Account %d of profile %s delivers to %s, and the profile has no such store.", []Ground{OnInconsistency}}
	sayDeliversNowhereMeans = &Sentence{"No store of the profile has that path, that entry identifier or the record key of the folder that mail is delivered to. Sending and receiving then fails with 0x8004010F, or Outlook delivers to the default store; or the file was moved and both values are old.", []Ground{OnInconsistency}}
	adviseDelivery          = &Sentence{"Look for the file first: it may only have been moved. Then choose where the account delivers in its settings (Change Folder), and leave the old file where it is.", []Ground{OnInconsistency}}
	adviseDeliveryLast      = &Sentence{"Do not remove the account before its mail was found: mail that was delivered lies in the file and may exist nowhere else.", []Ground{OnInconsistency}}

	sayAccountNoStore      = &Sentence{"Account %d of profile %s stands for the message service %s, which has no store.", []Ground{OnAccount}}
	sayMailNoStore         = &Sentence{"Account %d of profile %s receives mail, and the profile has no store.", []Ground{OnAccount}}
	sayAccountNoStoreMeans = &Sentence{"There is nothing that the account could show or deliver to: its store was removed, or the profile was made by a script that did not get so far.", []Ground{OnAccount}}

	sayReferenceLook = &Sentence{"If Outlook shows the account and its folders, nothing has to be done: look there first.", []Ground{OnLive}}
	sayReferenceKeep = &Sentence{"If it does not, save the profile with mapihive export and make a new one beside it; remove nothing before the new one has proven itself.", []Ground{OnLive}}
)

// Said of every rule, where it fits.
var (
	sayPartOlder   = &Sentence{"Profile %s stands under a newer root too, as an upgrade of Outlook leaves it: this is the older copy, which the Outlook of the newer root does not read.", []Ground{OnLive, OnGeneration}}
	sayPartDirty   = &Sentence{"The hive is dirty and its transaction logs were not applied: what stands here may have been changed by the last writes.", []Ground{OnDoubt}}
	sayPartDamaged = &Sentence{"The hive is damaged at or above a key named here, so what it holds may not be whole.", []Ground{OnDoubt}}
)

var profileConsistencySays = append([]*Sentence{
	sayProfilesShare, sayProfilesShareMeans, sayCopyShares, sayCopyUpgrade, sayCopyAside, sayUsersShare, sayUsersShareMeans,
	sayInstanceHarm, sayInstanceNothing, sayInstanceAdvice,
	sayNoSearchKey, saySearchKeyMeans, sayOtherName, sayOtherNameMeans, sayLeaveProfile,
	sayDrift, sayDriftMeans, sayDriftAdvice, sayNoDefaultStore, sayNoDefaultMeans, sayNoDefaultAdvice,
	saySeveralDefault, saySeveralMeans, saySeveralAdvice, sayOrderConflict, sayOrderMeans, sayOrderAdvice,
	sayProviderElsewhere, sayProviderElsewhereMeans, sayUnlistedProvider, sayUnlistedMeans, sayServiceOnly, sayServiceOnlyMeans,
	sayNoSuchService, sayNoSuchServiceMeans, sayAccountNoUID, sayAccountNotService, sayAccountNoUIDMeans,
	sayAccountOtherName, sayAccountOtherNameMeans, sayAccountTransport, sayAccountTransportMeans,
	sayDeliversNowhere, sayDeliversNowhereMeans, adviseDelivery, adviseDeliveryLast,
	sayAccountNoStore, sayMailNoStore, sayAccountNoStoreMeans, sayReferenceLook, sayReferenceKeep,
	sayPartOlder, sayPartDirty, sayPartDamaged,
}, damageSays...)
