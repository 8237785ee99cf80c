// Package prop reads MAPI properties as profile sections store them: one registry value each, whose name is type
// and identifier in hex, so that 001f6700 is PR_PST_PATH in Unicode.
//
// Decode understands one Value: its tag (Tag, Lookup), what its data hold (Property), and what of it must not be
// shown (Judge). Where sections hang together, Tag.Link says so. UIDs, entry identifiers (EntryID) and the paths
// inside values are taken apart here; which profile they belong to is read by package mapi.
//
// The table of tags is tags.tsv. What does not fit its type keeps its bytes and has a Problem; of a secret, a
// Property gives nothing but Stored. Most of Outlook's own settings (0a0d0200...) have no public names; they are
// shown by tag and type.
package prop
