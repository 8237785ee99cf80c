// Package collect makes snapshots of evidence.
//
// A [File] is one file that may be evidence: in a folder, in an archive, in memory, it is always a name in an
// fs.FS. A [Reader] is a value that knows one kind of file, and all of them stand in one list, [Readers]. A
// [Collector] finds files and reads them, both as iterators: a folder is listed once, a file is opened once, and of
// the hives only a few are in memory at a time, however many there are.
//
//	c := collect.New(collect.Readers())
//	for r := range c.Read(ctx, c.Find(ctx, paths), collect.Options{}) {
//		if r.Source != nil {
//			// analyze it
//		}
//	}
//
// [Take] is for one hive. Nothing is written anywhere, and what could not be read is said: in the [Skip] of a
// result, or in the Error of a snapshot.
package collect
