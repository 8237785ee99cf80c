// Package lost finds what the tree of a hive no longer holds. [Recover] finds keys and values in unallocated cells,
// slack, broken parts, behind the end, on disk below the transaction logs and in pages of logs, and ties them together
// only where nothing was written over them since. Each says where it stood, how far it can be relied on, and why.
// Recovered records never mix with live ones.
//
// scan.go looks for records, place.go for where a cell was, data.go for what is left of the data of a value, owners.go
// for whose value it is, trace.go for the path of a key, and judge.go says how sure all that is; relate.go is the
// order in which it is done. disk.go, history.go and logs.go do the same for other times of the hive; changes.go says what
// of it the logs left alone.
package lost
