package prop

import (
	"bytes"
	"encoding/binary"
	"slices"

	"mapihive/hive"
	"mapihive/hive/codepage"
)

// PathIn is a PST or OST path found in a value.
type PathIn struct {
	Path   hive.Text // as spelled
	DLL    hive.Text // provider that the store's entry identifier names; "" for a path that stands there as text
	Offset int       // of the path's first byte within the value

	end int // offset after the path and its NUL
}

// findPaths finds every PST and OST path in the bytes of a value, in order: those of store entry
// identifiers wherever they stand (the lists in Outlook's own section and in CONTAB's hold them among
// stale memory addresses, which are not followed), and paths that stand there as text ending in .pst, .ost or
// .nst. ANSI paths are read as Windows-1252; Property.Paths uses the property's code page.
func findPaths(b []byte, cp *codepage.Page) []PathIn {
	var out []PathIn
	for at := 0; ; {
		p, ok := nextEntryIDPath(b, at, cp)
		if !ok {
			break
		}
		out = append(out, p)
		at = p.end
	}
	// Both kinds come in order, so that one pass tells the texts that are no entry identifier's path.
	inEntryIDs, next := len(out), 0
	for at := 0; ; {
		p, ok := nextTextPath(b, at, cp)
		if !ok {
			break
		}
		at = p.end
		for next < inEntryIDs && out[next].end <= p.Offset {
			next++
		}
		if next == inEntryIDs || p.end <= out[next].Offset {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(x, y PathIn) int { return x.Offset - y.Offset })
	return out
}

// nextEntryIDPath finds the first wrapped store entry identifier with a path at or after at.
func nextEntryIDPath(b []byte, at int, cp *codepage.Page) (PathIn, bool) {
	for {
		i := bytes.Index(b[at:], uidStoreWrap[:])
		if i < 0 {
			return PathIn{}, false
		}
		i += at
		at = i + len(uidStoreWrap)
		if i < 4 {
			continue
		}
		r := &eidReader{b: b[i-4:], at: eidHeader, cp: cp}
		var e EntryID
		if e.storeWrap(r); e.Path != "" {
			return PathIn{Path: e.Path, DLL: e.DLL, Offset: i - 4 + r.pathAt, end: i - 4 + r.pathEnd}, true
		}
	}
}

// nextTextPath finds the first text at or after at that starts like a path and ends in .pst, .ost or .nst,
// be it ANSI or UTF-16LE.
func nextTextPath(b []byte, at int, cp *codepage.Page) (PathIn, bool) {
	for i := at; ; i++ {
		dot := bytes.IndexByte(b[i:], '.')
		if dot < 0 {
			return PathIn{}, false
		}
		i += dot
		for _, width := range [...]int{1, 2} {
			end, ok := extensionEnd(b, i, width)
			if !ok {
				continue
			}
			if start, ok := pathStart(b, at, i, width); ok {
				p := PathIn{Offset: start, end: end}
				if width == 2 {
					p.Path = hive.DecodeUTF16(b[start:end])
				} else {
					p.Path, _ = cp.Decode(b[start:end])
				}
				return p, true
			}
		}
	}
}

// extensionEnd reports whether the text of width bytes a character has ".pst", ".ost" or ".nst" at dot, with
// nothing of a file name after it, and where that ends.
func extensionEnd(b []byte, dot, width int) (int, bool) {
	end := dot + 4*width
	if end > len(b) {
		return 0, false
	}
	first := unit(b, dot+width, width) | 0x20
	return end, unit(b, dot, width) == '.' && (first == 'p' || first == 'o' || first == 'n') &&
		unit(b, dot+2*width, width)|0x20 == 's' && unit(b, dot+3*width, width)|0x20 == 't' &&
		(end+width > len(b) || !inPath(unit(b, end, width)))
}

// pathStart walks back from dot over the characters of a path, not before at and no further than a path
// can be long, and returns the first place from which on they read as "X:\..." or "\\...".
func pathStart(b []byte, at, dot, width int) (int, bool) {
	low := max(at, dot-width*maxPathChars)
	run := dot
	for run-width >= low && inPath(unit(b, run-width, width)) {
		run -= width
	}
	for i := run; i+2*width < dot; i += width {
		c, d := unit(b, i, width), unit(b, i+width, width)
		switch {
		case c == '\\' && d == '\\':
			return i, true
		case c|0x20 >= 'a' && c|0x20 <= 'z' && d == ':':
			if s := unit(b, i+2*width, width); s == '\\' || s == '/' {
				return i, true
			}
		}
	}
	return 0, false
}

// maxPathChars is the longest path Windows knows, in UTF-16 units.
const maxPathChars = 32767

func unit(b []byte, at, width int) uint16 {
	if width == 2 {
		return binary.LittleEndian.Uint16(b[at:])
	}
	return uint16(b[at])
}

// inPath reports whether a path can hold the character; "?" is for \\?\.
func inPath(c uint16) bool {
	return c >= 0x20 && c != '"' && c != '<' && c != '>' && c != '|' && c != '*'
}
