// Package regf reads Windows registry hives (formats 1.1 to 1.6) that may be dirty, damaged or
// hostile.
//
// [Open] reads the file once, read-only, and lays the transaction logs beside it over the image in memory
// (package translog decides which Windows would apply; of these, a log that does not fit the hive in more
// than one respect is taken for another hive's and left alone). From then on a [Key] and a [Value] are
// handles into that image and are decoded when asked for, so that finding eight keys in a 200 MB hive costs
// eight keys. With Options.Lazy not even the file is read further than that: the pages are kept that were asked for,
// a bin is found by its header and looked through up to the cell, and where that does not lead there, the file is read whole.
//
// Start with [Open] for a file in a folder, an archive or memory, or with [New] for bytes wherever they are; then [Hive.Lookup] for one key, [Hive.Walk] for all,
// package lost for what was deleted. [Hive.Verify] looks at every structure, so call it before
// [Hive.Diagnostics] when the question is whether the hive is sound: else only what was met on the way is
// there. Profiles are read by package mapi, the user by package ntuser; package analyze does all of it.
//
// Three words are never mixed. An error means that there is no hive to read. A [hive.Diagnostic] means that the
// evidence is damaged or unusual at one place and that reading went on; [hive.KindDocs] is the closed list of
// kinds, and [hive.Kind.Damage] tells damage from a note: a limit of the reader, a log that cannot be used, what
// Windows itself leaves behind. No note makes a hive damaged. What the contents mean is for other packages
// to say.
//
// # Safety
//
// The input is taken to be hostile. Every read of evidence passes one bounds check (package cells). An
// offset is a pointer only if a cell starts exactly there. A walk visits each key and each list once, so it
// ends after as many steps as the hive has cells; ri lists are followed to one level; depth, diagnostics,
// paths and the bytes of value data that one pass hands out are bounded (the limits.go of both packages). Time and memory grow
// with the input and no faster (growth_test.go); the limits are constants of the program, never of the machine,
// so that the same evidence gives the same report. There is no recursion, no mmap and no unsafe.
//
// What a medium does not give is read again by page and by sector: a bad sector costs a sector, is said, and
// is zero. A file that was not read whole has no SHA-256. Holes of sparse files are not kept.
//
// Strings from the hive have the type [hive.Text], which escapes itself wherever it is printed.
//
// # What damage is said
//
// [Hive.Verify] checks what ties the records of a hive together: each allocated cell is used once, parents
// and lists name each other, counts, order and hashes fit, the security records are one ring and count their
// keys. So one wrong pointer, count, size or flag that changes which keys and values there are, or what they
// hold, is said, but where nothing in a hive tells:
//
//   - times, and the types of values;
//   - the bytes of data, also those that stand in the value itself, and a size of data that is smaller than
//     it was or takes in the rest of its cell; the same of class names;
//   - a name that was changed where its key stands in a list without hashes (formats before 1.5) and keeps
//     its place in the order, the name of the root key, and any name of a value: also by the length or the flag
//     that says how it is stored;
//   - which SIDs a security descriptor names;
//   - records that were unlinked with everything that refers to them, as deleting does: their cells are
//     noted as unused, or are unallocated, and what they hold is recovered.
//
// # Lookups
//
// Lookups use the hashes, hints or the order of subkey lists, and look at every sibling only where those do not
// find the name. Once [Hive.Verify] found the lists sound, none is gone through more than twice for names. [Hive.View] gives a hive as a [hive.Registry], which is what readers of contents take.
//
// Bytes, bins, cells and records are package cells; the tree here holds no bounds check of its own.
package regf
