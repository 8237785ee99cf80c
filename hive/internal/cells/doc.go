// Package cells is one hive file as bytes, bins, cells and records ([regf specification]); what a tree of keys and
// values makes of them is for package regf to say, and what the tree no longer holds for recovery.
//
// Every read of evidence passes one bounds check (image.Bytes). An offset is a pointer only if a cell starts exactly
// there ([File.CellAt]). What is damaged is said once for each kind and place ([File.Diag]) and reading goes on.
// A [Survey] is what a pass over the live tree used of the cells.
//
// Only record.go knows the record layouts, which are regparser's; its walkers are never called, because they trust
// every pointer and count.
package cells
