// Package hive has the words of the Windows registry, and the view of one that every kind of file gives.
//
// A [Registry] is one registry, whatever kind of file it was read from; [Key] and [Value] are what stands in it,
// and [Lookup] and [Walk] lead through it. That is what readers of contents take: package mapi reads profiles,
// package ntuser the user. Hives themselves are read by package regf.
//
// # Text and names
//
// Strings of the evidence have the type [Text], which escapes itself wherever it is printed. Lone surrogates are
// kept: Text is WTF-8. Names are compared as Windows does: per UTF-16 unit, raised by a frozen table
// ([UpcaseText]). What the data of a value says by its type is a [Reading].
//
// # Places
//
// A [Path] is the names of the keys on the way from the root key; only its methods join and cut it. A [Place] is
// a file and an offset in it: of the hive, or of a transaction log. A [Fact] is one key or value as read, with both.
//
// # What is said of evidence
//
// An error means that there is nothing to read. A [Diagnostic] means that the evidence is damaged or unusual at one
// place and that reading went on; [KindDocs] is the closed list of kinds, and [Kind.Damage] tells damage from a
// note. A [State] is how a hive was found, an [Origin] where in it a record was, a [Confidence] how far it can be
// relied on. What the contents mean is for other packages to say.
//
// A [Recovery] is what a registry's file holds besides its live keys and values. Recovered records never mix with
// live ones.
package hive
