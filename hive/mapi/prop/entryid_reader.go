package prop

import (
	"encoding/binary"

	"mapihive/hive"
	"mapihive/hive/codepage"
)

// eidReader reads an entry identifier's fields in order. After the first problem it yields nothing.
type eidReader struct {
	b       []byte
	at      int
	cp      *codepage.Page
	pathAt  int // where the path that EntryID.pst read starts
	pathEnd int // and where it ends, NUL included
	problem string
}

func (r *eidReader) fail(s string) {
	if r.problem == "" {
		r.problem = s
	}
}

func (r *eidReader) rest() []byte { return r.b[r.at:] }

func (r *eidReader) skip(n int) {
	if len(r.b)-r.at < n {
		r.fail("ends too early")
		r.at = len(r.b)
		return
	}
	r.at += n
}

// jump goes to an offset from start, which must lie within the bytes.
func (r *eidReader) jump(start int, off uint32) {
	if uint64(off) > uint64(len(r.b)-start) {
		r.fail("an offset points outside")
		return
	}
	r.at = start + int(off)
}

func (r *eidReader) align() {
	for r.at%4 != 0 && r.at < len(r.b) {
		r.at++
	}
}

func (r *eidReader) u32() uint32 {
	at := r.at
	if r.skip(4); r.problem != "" {
		return 0
	}
	return binary.LittleEndian.Uint32(r.b[at:])
}

// atMagic reports whether a version 2 or 3 part follows.
func (r *eidReader) atMagic() bool {
	if len(r.b)-r.at < 4 {
		return false
	}
	m := binary.LittleEndian.Uint32(r.b[r.at:])
	return m == storeEIDv2Magic || m == storeEIDv3Magic
}

// window returns the bytes that a string of width bytes a character can take, its NUL included.
func (r *eidReader) window(width int) []byte {
	rest := r.rest()
	return rest[:min(len(rest), width*(maxPathChars+1))]
}

// ansi reads a NUL-terminated ANSI string.
func (r *eidReader) ansi() hive.Text {
	if r.problem != "" {
		return ""
	}
	s := cutANSI(r.window(1))
	t, _ := r.cp.Decode(s)
	r.at += len(s)
	r.end(1)
	return t
}

// unicode reads a NUL-terminated UTF-16LE string.
func (r *eidReader) unicode() hive.Text {
	if r.problem != "" {
		return ""
	}
	s := cutUTF16(r.window(2))
	r.at += len(s)
	r.end(2)
	return hive.DecodeUTF16(s)
}

// end steps over a terminator of n bytes. The text before a missing one is still what the bytes say.
func (r *eidReader) end(n int) {
	if len(r.b)-r.at < n || !allZero(r.b[r.at:r.at+n]) {
		r.fail("a string has no terminating NUL")
		return
	}
	r.at += n
}
