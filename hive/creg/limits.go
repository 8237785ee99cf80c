package creg

const (
	// maxFileSize is the largest file read, in bytes. The registry of Windows 98 fails at a small part of it: its files
	// have to fit into the memory of such computers, and the largest of a collection have some 10 MB.
	maxFileSize = 256 << 20

	// maxKeyPath is the longest path built, in bytes, as that of package cells: 65,535 UTF-16 units at up to three
	// bytes each.
	maxKeyPath = 3 * 65535
)
