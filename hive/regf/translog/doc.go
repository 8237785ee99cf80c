// Package translog reads registry transaction logs and lays them over a hive image in memory.
//
// Both formats are read: the HvLE entries of Windows 8.1 and later, each guarded by two Marvin32 hashes
// and a sequence number, and the DIRT bitmap of everything before ([regf specification, "Format of
// transaction log files"]). Which is which is decided by content, never by name.
//
// [Parse] reads one log alone. [Replay] decides as Windows does which logs and entries belong to a
// hive, applies them to copies of the pages they write to, and keeps every decision, so that a reader of the report can
// follow why each log was used or refused. What in a log's base block does not fit the hive is kept too
// (Report.Doubts), but Windows does not ask for it, and nothing is refused for it here. Neither the hive
// nor a log is ever modified.
//
// The functions work on bytes. Files are found and read by package regf.
package translog
