package ntuser

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"mapihive/hive"
	"mapihive/hive/secret"
	"mapihive/hive/winpath"
)

// text decodes a REG_SZ or REG_EXPAND_SZ: UTF-16LE up to the first NUL. A secret is no text, and the
// password of a URL is masked.
func (r *reader) text(k key, v hive.Value) (hive.Text, bool) {
	if t := v.Type(); t != hive.RegSz && t != hive.RegExpandSz {
		return "", false
	}
	b, _ := v.Data()
	if secrecy(k, v, b) == secret.Secret {
		return "", false
	}
	size := len(b)
	b, _ = hive.CutNUL(b[:min(size, maxText)])
	if size > maxText && len(b) == maxText {
		r.limit(k, fmt.Sprintf("a text of %d bytes; the first %d were read", size, maxText))
	}
	if !r.take(k, len(b)) {
		return "", false
	}
	return secret.MaskURLs(hive.DecodeUTF16(b)), true
}

func secrecy(k key, v hive.Value, data []byte) secret.Secrecy {
	return secret.Judge(v.Name(), v.Type(), data, secret.Key(k.path))
}

// dword decodes a REG_DWORD.
func dword(v hive.Value) (uint32, bool) {
	if v.Type() != hive.RegDword {
		return 0, false
	}
	b, _ := v.Data()
	if len(b) != 4 {
		return 0, false
	}
	return binary.LittleEndian.Uint32(b), true
}

// shown is a value of any type as text: what it says, or its type and size where that is no text.
func (r *reader) shown(k key, v hive.Value) hive.Text {
	if text, ok := r.text(k, v); ok {
		return text
	}
	if b, _ := v.Data(); secrecy(k, v, b) != secret.Open {
		return secret.Stored
	}
	if n, ok := dword(v); ok {
		return hive.Text(strconv.FormatUint(uint64(n), 10))
	}
	return hive.Text(fmt.Sprintf("%v of %d bytes", v.Type(), v.Size()))
}

// driveLetter returns the letter of "P" or "P:", in upper case.
func driveLetter(t hive.Text) (string, bool) {
	if len(t) == 1 {
		t += ":"
	}
	letter, ok := winpath.Drive(t)
	return letter, ok && len(t) == 2
}
