package hive

// The kinds of damage and of notes (see Kind.Damage). The list is closed: KindDocs holds one line for
// each, and a test names a forgotten one.
const (
	KindBaseChecksum  Kind = "base-checksum"
	KindBaseSequence  Kind = "base-sequence"
	KindBaseField     Kind = "base-field"
	KindTruncated     Kind = "truncated"
	KindTail          Kind = "tail"
	KindUnreadable    Kind = "unreadable"
	KindFileChanged   Kind = "file-changed"
	KindBin           Kind = "bin"
	KindBinShifted    Kind = "bin-shifted"
	KindForeignBins   Kind = "foreign-bins"
	KindCellSize      Kind = "cell-size"
	KindCellBounds    Kind = "cell-bounds"
	KindCellFree      Kind = "cell-free"
	KindCellTwice     Kind = "cell-twice"
	KindUnusedCells   Kind = "unused-cells"
	KindRoot          Kind = "root"
	KindRecord        Kind = "record"
	KindName          Kind = "name"
	KindParent        Kind = "parent"
	KindFlags         Kind = "flags"
	KindKeyTwice      Kind = "key-twice"
	KindDepth         Kind = "depth"
	KindDuplicateName Kind = "duplicate-name"
	KindListCount     Kind = "list-count"
	KindListOrder     Kind = "list-order"
	KindListHash      Kind = "list-hash"
	KindListNested    Kind = "list-nested"
	KindListTwice     Kind = "list-twice"
	KindValueList     Kind = "value-list"
	KindValueTwice    Kind = "value-twice"
	KindDataBounds    Kind = "data-bounds"
	KindDataInline    Kind = "data-inline"
	KindHidden        Kind = "hidden"
	KindBigData       Kind = "big-data"
	KindClass         Kind = "class"
	KindSecurity      Kind = "security"
	KindSecurityRing  Kind = "security-ring"
	KindSecurityCount Kind = "security-count"
	KindLog           Kind = "log"
	KindProperty      Kind = "property"
	KindLine          Kind = "text-line"
	KindRemoval       Kind = "text-removal"
	KindLimit         Kind = "limit"
)

// KindDoc says what one kind of diagnostic means.
type KindDoc struct {
	Kind Kind
	Doc  string
}

// KindDocs lists every kind of diagnostic, in the order of the structures from the file inwards.
func KindDocs() []KindDoc {
	return []KindDoc{
		{KindBaseChecksum, "the base block's checksum does not match its first 508 bytes; its fields cannot be trusted"},
		{KindBaseSequence, "the two sequence numbers differ: a write was under way and only a transaction log can finish it"},
		{KindBaseField, "a base block field holds what Windows does not write there (version, type, format, size)"},
		{KindTruncated, "the file ends before the hive bins that the base block announces"},
		{KindTail, "bytes follow the hive bins; they are not part of the hive but may hold remnants"},
		{KindUnreadable, "a range of the file could not be read and is taken as zeros"},
		{KindFileChanged, "the file's size or time changed while it was read"},
		{KindBin, "a hive bin header is missing or inconsistent; its cells cannot be reached unless its place in the file tells where it belongs"},
		{KindBinShifted, "a hive bin does not stand where its header says; its cells are addressed by the header"},
		{KindForeignBins, "bins after the end of the hive bins belong to another hive; their records are listed as that hive's"},
		{KindCellSize, "a cell size is impossible; the bytes up to the next place where cells fit the bin are in no cell"},
		{KindCellBounds, "an offset names no cell: outside the bins, or not at the start of one"},
		{KindCellFree, "a live record points into an unallocated cell; what stands there is read with reduced confidence"},
		{KindCellTwice, "two records use one cell, which Windows never does: what one of them shows is not its own"},
		{KindUnusedCells, "allocated cells that no record in reach uses; Windows leaves some when a key is renamed. What they hold is recovered as deleted records"},
		{KindRoot, "the base block does not name the root key; where another key proves to be the root, it is read from there"},
		{KindRecord, "a cell does not hold the record that points to it promises (signature or length)"},
		{KindName, "a key or value name is empty, leaves its cell, has an odd length or holds a backslash"},
		{KindParent, "a key's parent offset does not name the key that lists it"},
		{KindFlags, "a key or value carries flags that never stand there on disk"},
		{KindKeyTwice, "a key is listed twice, or lists one of its own ancestors; it is shown once"},
		{KindDepth, "keys are nested deeper than the reader follows"},
		{KindDuplicateName, "two subkeys or two values of one key have the same name; both are shown, a lookup finds the first"},
		{KindListCount, "a count disagrees with the list that it counts"},
		{KindListOrder, "a subkey list is not sorted as Windows sorts it"},
		{KindListHash, "a subkey list's name hash or hint does not fit the name"},
		{KindListNested, "an ri list names another ri list, which Windows never writes"},
		{KindListTwice, "a subkey or value list is used by more than one key; it is read for the first"},
		{KindValueList, "a value list is missing or leaves its cell"},
		{KindValueTwice, "a value record is listed more than once"},
		{KindDataBounds, "value data is shorter than its value announces or cannot be reached"},
		{KindDataInline, "inline data announces more than its four bytes"},
		{KindBigData, "a big data record or one of its segments is inconsistent; data after it is left out"},
		{KindHidden, "a count, size, flag or link hides keys, values, data or a class name that are still there, in cells that nothing else uses"},
		{KindClass, "a class name cannot be read"},
		{KindSecurity, "a security record or descriptor is inconsistent"},
		{KindSecurityRing, "the ring of security records is broken, or one of them counts other keys than those that use it"},
		{KindSecurityCount, "a security record counts more keys than are in reach, or its links do not fit in a hive that is dirty or was replayed; Windows leaves that when it heals a hive, and where a write was not finished"},
		{KindLog, "a transaction log cannot be used, is ambiguous, is or may be that of another hive, or was applied against a rule of Windows; the custody part says which and why"},
		{KindProperty, "a value of a MAPI profile does not hold what its property type or its purpose demands; it is shown as raw bytes"},
		{KindLine, "a line of registry text, or a value of it, that Windows would not import, or that a later line replaces; it is left out"},
		{KindRemoval, "registry text removes a key or a value, as a script does; what earlier lines of the text have of it is left out"},
		{KindLimit, "a limit of the reader was reached; what lies beyond is not shown"},
	}
}
