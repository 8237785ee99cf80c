// Package mapi reads MAPI and Outlook profiles out of a user's registry hive.
//
// Start with Read, which gives every live profile, those in Deleted Profiles and those kept aside under other keys,
// and Recovered, which gives those that are left in deleted records. A Profile says at once what most want: Services and Providers,
// Accounts, Paths, Signatures; its Contents, kept if Options ask, have every value, decoded. Changes compares
// two readings of one hive. Single values are read by package prop.
//
// # What a profile is in the registry
//
// A profile is a key below Profiles, named like the profile; where Profiles stands depends on the
// generation (see Root). Below it stand its sections, one key each, named by 16 bytes in hex, and in them
// properties (package prop).
// What a program deletes while a session uses it goes to Deleted Profiles beside it (KB303221).
//
// Where they stand elsewhere - put aside by a script, in a part of a registry that was saved by itself, in the
// registry of an App-V package - profiles are told by their shape: a section that only profiles have, or several with
// MAPI properties. Candidates collects the keys that may be such on a walk over the whole registry, and Where says of
// each profile what kind of place it stands in and how sure that is. None of them is live but those of a part.
//
// Sections have three levels ("MAPI Profiles", Outlook MAPI reference). The profile's own section,
// 9207f3e0..., lists the message services (PR_SERVICES) and, in profile order, the service providers. A
// service's section tells its name, its DLL and its providers. A provider's section tells what kind it is
// and where its data are: a PST's path stands in the provider's section, never in the service's.
// Exchange accounts have one more section each for their settings, named by PR_EMSMDB_SECTION_UID; up to
// Outlook 2007 it is 13dbb0c8... . Outlook's account manager, 9375CFF0..., has a key for each account.
//
// # How it is read
//
// Read copies the keys out of the hive, decodes every value (prop.Decode), gives each section its
// role, follows the lists and links between sections, and only then says what the profile is: its
// services and providers, its accounts, its order, every PST and OST path and every mapping signature with
// the value that says it. Recovered does the same with deleted records. Nothing is filled in: what a list
// names and does not exist is in Profile.Missing, what else MAPI cannot follow in Profile.Faults, what nothing
// in use names in Profile.UnlistedSections, what does not fit its type keeps its bytes and has a Problem.
//
// # What is not known
//
// Which ANSI code page a profile was written with is a setting of the computer, not of this hive. What a client
// chooses while it runs, such as IMAPISession::SetDefaultStore, leaves no trace in a profile. Whether a
// profile in Deleted Profiles is still in use, only the running system knows.
package mapi
