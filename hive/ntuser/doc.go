// Package ntuser reads what else a user's hive (NTUSER.DAT) says about its user: who that is, which
// Outlook ran, and everything that gives the paths in MAPI profiles a meaning: drives, shell folders,
// variables, printers of remote sessions, files that Outlook has searched.
//
// Start with Read; it gives plain data with the evidence of each fact. Where the hive gives more than one
// answer, all of them are kept, each with a confidence; the methods of Context name one answer only where
// one is better founded than every other.
package ntuser
