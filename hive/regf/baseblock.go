package regf

// BaseBlock is what the first 4,096 bytes of a hive file say of it, as stored; only the checksum was looked at. None of
// it is proof: programs that save, copy or defragment hives write it anew, and anybody can.
type BaseBlock struct {
	// Sequence1 and Sequence2 are counted up before and after each write: where they differ, a write was not finished,
	// and the last changes are in the transaction logs.
	Sequence1, Sequence2 uint32
	// LastWritten is a FILETIME: hive.Time(b.LastWritten) is the time. Windows 8.1 and later do not keep it, and it is
	// often zero there.
	LastWritten uint64
	// Major and Minor are the version of the format: 1.1 to 1.6 are read.
	Major, Minor uint32
	// Type is 0 for a hive, 1, 2 or 6 for a transaction log.
	Type uint32
	// Format is 1: records are loaded as they lie in the file.
	Format uint32
	// RootOffset is where the cell of the root key begins, in bytes from the end of the base block: 4,096 more in the
	// file.
	RootOffset uint32
	// BinsSize is the size of all hive bins in bytes, without the base block; see Hive.BinsSize for what there is.
	BinsSize uint32
	// Clustering is the size of a sector in units of 512 bytes, 1 as a rule.
	Clustering uint32
	// FileName is UTF-16LE, the tail of the path that the hive was loaded from; see Hive.EmbeddedName.
	FileName [64]byte
	// Flags has bit 0 set for a hive with pending transactions; what bit 1 means depends on the version of Windows.
	Flags uint32
	// RmID, LogID and TmID are the GUIDs of the hive's resource manager, its log and its transaction manager, in the
	// order of their bytes in the file; Windows Vista and later. All zero where the "rmtm" that vouches for them is
	// missing.
	RmID, LogID, TmID [16]byte
	// LastReorganized is a FILETIME, but for its two low bits, which are flags; Windows 8 and later.
	LastReorganized uint64
	// Checksum is that of the first 508 bytes as stored, and ChecksumOK whether it is right.
	Checksum   uint32
	ChecksumOK bool
}
