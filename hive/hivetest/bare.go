package hivetest

import "encoding/binary"

// Sizes and flags of records ([regf specification]).
const (
	basePage   = 4096 // of the base block, and of a page
	binHead    = 32
	nodeFixed  = 76
	rootLatin1 = 0x0024
	latin1Node = 0x0020
	latin1Name = 0x0001
	year1990   = 122756256000000000 // as a FILETIME: no honest key is older
)

// Bare is a hive of one bin of n bytes that holds a root key and nothing else, the rest of it zero.
func Bare(n int) []byte {
	n = (n + basePage - 1) / basePage * basePage
	img := make([]byte, basePage+n)
	le := binary.LittleEndian
	copy(img, "regf")
	le.PutUint32(img[4:], 1)
	le.PutUint32(img[8:], 1)
	le.PutUint32(img[20:], 1)
	le.PutUint32(img[24:], 5)
	le.PutUint32(img[32:], 1)
	le.PutUint32(img[36:], binHead)
	le.PutUint32(img[40:], uint32(n))
	le.PutUint32(img[44:], 1)
	Seal(img)
	bin := img[basePage:]
	copy(bin, "hbin")
	le.PutUint32(bin[8:], uint32(n))
	root := bin[binHead:]
	putCell(root, 88)
	copy(root[4:], "nk")
	le.PutUint16(root[6:], rootLatin1)
	for _, at := range []int{16, 28, 32, 40, 44, 48} { // parent, lists, security, class
		le.PutUint32(root[4+at:], noCell)
	}
	le.PutUint16(root[4+72:], 4)
	copy(root[4+nodeFixed:], "ROOT")
	return img
}

// putCell writes the header of an allocated cell.
func putCell(p []byte, size int) { binary.LittleEndian.PutUint32(p, uint32(-size)) }

// DeletedValues is a hive of one unallocated cell in which n values stood, each with data in a cell of its own
// that stood there too.
func DeletedValues(n int) []byte {
	const record, data = 32, 16
	img := Bare(4096 + n*(record+data))
	bin := img[basePage:]
	le := binary.LittleEndian
	first := binHead + 88
	le.PutUint32(bin[first:], uint32(len(bin)-first))
	at := first + 8
	for i := range n {
		p := bin[at:]
		le.PutUint32(p, record)
		copy(p[4:], "vk")
		le.PutUint16(p[6:], 8)
		le.PutUint32(p[8:], 9)
		le.PutUint32(p[12:], uint32(at+record))
		le.PutUint32(p[16:], 3)
		le.PutUint16(p[20:], latin1Name)
		copy(p[24:], []byte{byte('a' + i/1e5%10), byte('0' + i/1e4%10), byte('0' + i/1000%10), byte('0' + i/100%10), byte('0' + i/10%10), byte('0' + i%10), 'v', 'v'})
		le.PutUint32(p[record:], data)
		copy(p[record+4:], "DATADATA.")
		at += record + data
	}
	return img
}

// DeletedKeys is the same of n keys below the root.
func DeletedKeys(n int) []byte {
	const record = 88
	img := Bare(4096 + n*record)
	bin := img[basePage:]
	le := binary.LittleEndian
	first := binHead + 88
	le.PutUint32(bin[first:], uint32(len(bin)-first))
	for i, at := 0, first+8; i < n; i, at = i+1, at+record {
		p := bin[at:]
		le.PutUint32(p, record)
		copy(p[4:], bin[binHead+4:binHead+4+nodeFixed])
		le.PutUint16(p[6:], latin1Node)
		le.PutUint64(p[8:], year1990+uint64(i))
		le.PutUint32(p[4+16:], binHead)
		le.PutUint16(p[4+72:], 6)
		copy(p[4+nodeFixed:], []byte{byte('a' + i/1e5%10), byte('0' + i/1e4%10), byte('0' + i/1000%10), byte('0' + i/100%10), byte('0' + i/10%10), byte('0' + i%10)})
	}
	return img
}
