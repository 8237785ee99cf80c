// Package creg reads the registry files of Windows 95, 98 and Me (USER.DAT, SYSTEM.DAT, CLASSES.DAT), which may be
// damaged or hostile.
//
// Such a file has a header (CREG), the key entries of the whole tree (RGKN), and data blocks (RGDB) with a record for
// each key: its name and its values. An entry names the entries above, below and beside it, and its record by
// the numbers of block and record. There are no times, no security descriptors, no transaction logs and no
// checksums, and all text is in the ANSI code page of the computer, which stands in its SYSTEM.DAT.
//
// Start with [Open] for a file or [Read] for bytes; [Hive.CodePage] finds the code page of a computer in its
// SYSTEM.DAT. [Hive.Verify] looks at everything, so call it before [Hive.Diagnostics] when the question is whether
// the file is sound. The root of a USER.DAT is HKEY_USERS: [Hive.Users] gives the registry of each of its users,
// which is what readers of contents take; [Hive.View] is the whole file as one registry.
//
// In diagnostics the words of package hive mean: a cell is a key entry or a record, a hive bin is the RGKN or an
// RGDB block, the base block is the CREG header.
//
// # Safety
//
// The input is taken to be hostile. Every offset that the evidence names passes one bounds check (image.bytes) before
// anything is read there. The tree is built once, when a file is opened: an entry is used by one key and a record
// too, no two overlap, so there are no circles and no more keys than the file has room for, and a walk needs no
// guard. Data cannot be named twice, so what a walk hands out is no more than the file. Depth, diagnostics and paths
// are bounded. There is no recursion.
//
// # What damage is said
//
// The links of the entries are checked against each other, the name hash in an entry against the name in the
// record, the sizes of records against their blocks, names and values against the length of their record, free
// records and entries against the counts and chains of their headers. Where two of them disagree and a third
// decides, the key stands where it belongs. Nothing in the format guards the bytes of names that keep their sum, the
// types and the data of values.
package creg
