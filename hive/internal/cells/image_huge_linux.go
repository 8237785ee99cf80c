package cells

import "syscall"

// adviseHuge is MADV_HUGEPAGE of madvise(2).
const adviseHuge = 14

// hugeFrom is the size from which huge pages are asked for, in bytes: two of them.
const hugeFrom = 4 << 20

// huge asks the system for huge pages behind a buffer that is about to be filled: filling it page by page costs as
// much as reading the file. That the system has none is no matter.
func huge(buf []byte) {
	if len(buf) >= hugeFrom {
		_ = syscall.Madvise(buf, adviseHuge)
	}
}
