package winpath

import (
	"strings"

	"mapihive/hive"
)

// An 8.3 name that Windows makes of a long one: up to six characters of it (two and four hexadecimal digits, where
// many names are alike), "~" and a number, and up to three characters of the extension.
const (
	shortBase = 8
	shortExt  = 3
)

// IsShort reports whether a component looks like an 8.3 name that Windows made: "PROGRA~1", "ARCHIV~2.PST". A long name
// can look like one.
func IsShort(component hive.Text) bool {
	base, ext := SplitExt(string(component))
	head, number, ok := strings.Cut(base, "~")
	return ok && head != "" && number != "" && isNumber(number) && number[0] != '0' &&
		len(base) <= shortBase && len(ext) <= shortExt && !strings.ContainsAny(string(component), " +,;=[]")
}

// MayBeShort reports whether Windows could have made the 8.3 name short of the name long. Which number it gives
// depends on the names that were there before, so more than one long name can fit.
func MayBeShort(short, long hive.Text) bool {
	if !IsShort(short) || IsShort(long) {
		return false
	}
	base, ext := SplitExt(string(hive.UpcaseText(short)))
	head, _, _ := strings.Cut(base, "~")
	longBase, longExt := SplitExt(string(hive.UpcaseText(long)))
	longBase, longExt = Plain83(longBase), Plain83(longExt)
	if fits83(string(long)) || longExt[:min(len(longExt), shortExt)] != ext {
		return false
	}
	if strings.HasPrefix(longBase, head) && (len(head) == len(longBase) || len(base) == shortBase) {
		return true
	}
	return len(head) == 6 && strings.HasPrefix(longBase, head[:2]) && strings.Trim(head[2:], "0123456789ABCDEF") == ""
}

// SplitExt splits a name at its last full stop, which belongs to neither part; one that the name begins with splits nothing.
func SplitExt(name string) (base, ext string) {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i], name[i+1:]
	}
	return name, ""
}

// Plain83 drops and replaces what a part of an 8.3 name cannot hold.
func Plain83(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '.':
			return -1
		case strings.ContainsRune("+,;=[]", r) || r >= 0x80:
			return '_'
		}
		return r
	}, s)
}

// fits83 reports whether a name needs no 8.3 name beside it.
func fits83(name string) bool {
	base, ext := SplitExt(name)
	return len(base) <= shortBase && len(ext) <= shortExt && Plain83(base) == base && Plain83(ext) == ext
}
