// Package mapitest lays out what MAPI and Outlook store in profile sections, for tests. It shares no code with the
// reader.
package mapitest

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"unicode/utf16"
)

// Providers' UIDs, in stored order.
var (
	PST       = fromHex("4e495441f9bfb80100aa0037d96e0000") // mspst.h MSPST_UID_PROVIDER
	Contab    = fromHex("fe42aa0a18c71a10e8850b651c240000") // mfcmapi guid.h muidContabDLL
	storeWrap = fromHex("38a1bb1005e5101aa1bb08002b2a56c2") // [MS-OXCDATA] 2.2.4.3
)

// DPAPI is how a DPAPI blob starts: version 1 and the provider's GUID.
var DPAPI = []byte("\x01\x00\x00\x00\xd0\x8c\x9d\xdf\x01\x15\xd1\x11\x8c\x7a\x00\xc0\x4f\xc2\x97\xeb")

func fromHex(digits string) (uid [16]byte) {
	if _, err := hex.Decode(uid[:], []byte(digits)); err != nil {
		panic(err)
	}
	return uid
}

// StoreEID wraps a provider's own identifier as WrapStoreEntryID does.
func StoreEID(dll string, provider [16]byte, rest ...[]byte) []byte {
	b := append(make([]byte, 4), storeWrap[:]...)
	b = append(b, 0, 0)
	b = append(b, dll+"\x00"...)
	b = append(b, make([]byte, -len(b)&3)...)
	b = append(b, 0, 0, 0, 0)
	b = append(b, provider[:]...)
	return append(b, bytes.Join(rest, nil)...)
}

// PSTEID is the wrapped identifier of a Unicode PST.
func PSTEID(path string) []byte {
	return StoreEID("mspst.dll", PST, []byte{0, 0}, UTF16(path))
}

// RecordKey is the record key of a store, for tests that need one.
var RecordKey = [16]byte{0xA0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}

// FolderEID is the identifier of a folder of a PST.
func FolderEID(recordKey [16]byte, nid uint32) []byte {
	b := append(make([]byte, 4), recordKey[:]...)
	return binary.LittleEndian.AppendUint32(b, nid)
}

// MVText lays out strings, NULs included, as an Outlook of that width (4 or 8 bytes) does.
func MVText(width int, elements ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(elements)))
	off := 4 + width*len(elements)
	for _, e := range elements {
		b = appendNumber(b, width, off)
		off += len(e)
	}
	for _, e := range elements {
		b = append(b, e...)
	}
	return b
}

// MVBinary lays out binaries likewise: length and offset each, and padding to 4 bytes.
func MVBinary(width int, elements ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(elements)))
	off := 4 + 2*width*len(elements)
	for _, e := range elements {
		b = appendNumber(b, width, len(e))
		b = appendNumber(b, width, off)
		off += (len(e) + 3) &^ 3
	}
	for _, e := range elements {
		b = append(b, e...)
		b = append(b, make([]byte, -len(e)&3)...)
	}
	return b
}

func appendNumber(b []byte, width, n int) []byte {
	if width == 8 {
		return binary.LittleEndian.AppendUint64(b, uint64(n))
	}
	return binary.LittleEndian.AppendUint32(b, uint32(n))
}

// UTF16 is text in UTF-16LE with its NUL.
func UTF16(text string) []byte {
	var b []byte
	for _, u := range append(utf16.Encode([]rune(text)), 0) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}
