package dump

import (
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/secret"
	"mapihive/report/escape"
)

// textForm is a dump to read: a line for each key and each value. What comes from the hive stands in
// brackets (paths) or quotes, and neither can end early: a bracket with a space behind it and a quote
// are written as hive.Text writes what is hostile, so that hive.Unescape restores them.
type textForm struct {
	width int
	begun bool
}

const (
	deletedMark = "DELETED "
	noData      = "(no data)"
)

func (t *textForm) head(b []byte, d *Dump) []byte {
	f, format := d.file()
	b = t.comment(b, "hive %s", d.Path)
	b = t.comment(b, "%s %s, %s, %d bytes", format, f.Version(), d.state(), f.FileSize())
	if sum := f.SHA256(); sum != "" {
		b = t.comment(b, "sha256 %s", sum)
	}
	if w := d.lastWritten(); w != 0 {
		b = t.comment(b, "base block: last write %s", w)
	}
	if h := d.Hive; h != nil {
		base := h.OnDisk().Base()
		b = t.comment(b, "base block: sequence numbers %d and %d, file name \"%s\"", base.Sequence1, base.Sequence2, h.EmbeddedName())
	}
	for _, l := range d.logs() {
		b = t.comment(b, "transaction log %s: %s", l.Path, strings.TrimSuffix(l.Verdict()+": "+strings.TrimPrefix(l.Note, "applied: "), ": "))
		b = t.comment(b, "%d bytes", l.Size)
		if l.SHA256 != "" {
			b = t.comment(b, "sha256 %s", l.SHA256)
		}
	}
	return b
}

// comment appends a line that is no record.
func (t *textForm) comment(b []byte, format string, args ...any) []byte {
	b = append(b, "# "...)
	b = append(b, escape.Line(fmt.Sprintf(format, args...))...)
	return append(b, '\n')
}

func (t *textForm) section(b []byte) []byte {
	b = append(b, '\n')
	return t.comment(b, "Deleted records whose key is not in the live tree or not known.")
}

func (t *textForm) key(b []byte, k *keyRecord) []byte {
	b = append(b, '\n')
	if k.recovered != nil {
		b = append(b, deletedMark...)
	}
	b = appendBracketed(b, k.path)
	b = appendPlace(b, k.place)
	if !k.lastWrite.IsZero() {
		b = append(b, "  "...)
		b = append(b, k.lastWrite.String()...)
	}
	if len(k.class) > 0 {
		b = append(b, "  class "...)
		b = appendQuoted(b, hive.DecodeUTF16(k.class))
	}
	if r := k.recovered; r != nil {
		b = appendTrust(b, r.Source, r.Confidence, r.Reasons)
	}
	return append(b, '\n')
}

func (t *textForm) context(b []byte, k *keyRecord) []byte {
	switch {
	case k.unknown:
		b = append(b, "\n[?]"...)
	case k.place.Offset == 0:
		b = appendBracketed(append(b, '\n'), k.path)
	default:
		return t.key(b, k)
	}
	return append(b, '\n')
}

func (t *textForm) value(b []byte, v *valueRecord) []byte {
	b = append(b, "  "...)
	if v.recovered != nil {
		b = append(b, deletedMark...)
	}
	if v.name == "" {
		b = append(b, "(default)"...)
	} else {
		b = appendQuoted(b, v.name)
	}
	b = append(b, "  "...)
	b = append(b, v.typ.String()...)
	if v.secrecy == secret.Open {
		b = append(b, "  "...)
		b = strconv.AppendInt(b, int64(v.size), 10)
	}
	b = appendPlace(b, v.place)
	b = append(b, "  "...)
	switch {
	case v.lost():
		b = append(b, noData...)
	case v.secrecy == secret.Secret:
		b = append(b, secret.Stored...)
	case v.secrecy == secret.Masked:
		b = t.masked(b, v)
	default:
		r := v.typ.Read(v.data)
		b = t.data(b, v.data, &r)
		if note := r.Note(); note != "" {
			b = append(append(b, "  note: "...), note...)
		}
		if r.Rest != nil {
			b = t.hex(append(b, "  rest: "...), r.Rest)
		}
	}
	if missing := v.missing(); missing != "" {
		b = append(append(b, "  "...), missing...)
	}
	if v.tombstone {
		b = append(b, "  tombstone: deletes the value of the layer below"...)
	}
	if r := v.recovered; r != nil {
		b = appendTrust(b, r.Source, r.Confidence, r.Reasons)
	}
	return append(b, '\n')
}

// data appends what the data say, cut at the width.
func (t *textForm) data(b, data []byte, r *hive.Reading) []byte {
	switch r.Form {
	case hive.FormText:
		shown := t.cut(r.Units)
		b = appendQuotedUnits(b, shown)
		return appendMore(b, len(r.Units)-len(shown))
	case hive.FormTexts:
		shown := hive.Reading{Units: t.cut(r.Units)}
		b = append(b, '[')
		first := true
		for text := range shown.Texts() {
			if !first {
				b = append(b, ", "...)
			}
			first = false
			b = appendQuoted(b, text)
		}
		b = append(b, ']')
		return appendMore(b, len(r.Units)-len(shown.Units))
	case hive.FormNumber:
		b = append(b, "0x"...)
		digits := strconv.FormatUint(r.Number, 16)
		for range 2*len(data) - len(digits) {
			b = append(b, '0')
		}
		b = append(append(b, digits...), " ("...)
		return append(strconv.AppendUint(b, r.Number, 10), ')')
	}
	return t.hex(b, data)
}

// masked appends the text of a value with its passwords masked. How much is cut off would tell their length.
func (t *textForm) masked(b []byte, v *valueRecord) []byte {
	left, cut := t.width, false
	texts, list := v.maskedTexts()
	if list {
		b = append(b, '[')
	}
	for i, text := range texts {
		if cut = t.width > 0 && left == 0; cut {
			break
		}
		if i > 0 {
			b = append(b, ", "...)
		}
		runes := []rune(string(text))
		if t.width > 0 && len(runes) > left {
			text, cut = hive.Text(runes[:left]), true
		}
		left = max(0, left-len(runes))
		b = appendQuoted(b, text)
		if cut {
			break
		}
	}
	if list {
		b = append(b, ']')
	}
	if cut {
		b = append(b, " ..."...)
	}
	return b
}

// cut returns as much of UTF-16LE bytes as is shown; a pair of surrogates is not divided.
func (t *textForm) cut(units []byte) []byte {
	n := 2 * t.width
	if t.width == 0 || len(units) <= n {
		return units
	}
	if units[n-1]&0xFC == 0xD8 {
		n -= 2
	}
	return units[:n]
}

// hex appends bytes in hex, cut at the width.
func (t *textForm) hex(b, data []byte) []byte {
	if len(data) == 0 {
		return append(b, noData...)
	}
	shown := data
	if t.width > 0 {
		shown = data[:min(len(data), max(1, t.width/2))]
	}
	b = append(b, "hex "...)
	b = hex.AppendEncode(b, shown)
	return appendMore(b, len(data)-len(shown))
}

func (t *textForm) diagnostic(b []byte, g *hive.Diagnostic) []byte {
	if !t.begun {
		t.begun = true
		b = append(b, '\n')
		b = t.comment(b, "What is broken or unusual in the evidence. Reading went on around it.")
	}
	at := fmt.Sprintf("offset %d (0x%x)", g.Offset, g.Offset)
	if g.Line > 0 {
		at = fmt.Sprintf("line %d", g.Line)
	}
	if g.File != "" {
		at += " in " + `"` + hive.Text(filepath.Base(string(g.File))).String() + `"`
	}
	if g.Path != "" {
		at += fmt.Sprintf(" [%s]", g.Path)
	}
	if g.Structure != "" {
		at += "  " + g.Structure
	}
	return t.comment(b, "%s  %s  %s", g.Kind, at, g.Message)
}

func (t *textForm) end(b []byte, c *count) []byte {
	b = append(b, '\n')
	if c.Unplaced > 0 {
		b = t.comment(b, "%s may have stood below this key and are not shown: no path tells. The dump of the whole hive has them.", english.Count(c.Unplaced, "deleted record"))
	}
	b = t.comment(b, "%s and %s, %s and %s deleted", english.Count(c.Keys, "key"), english.Count(c.Values, "value"), english.Count(c.RecoveredKeys, "key"), english.Count(c.RecoveredValues, "value"))
	if !c.Whole {
		return t.comment(b, "NOT WHOLE: %v", ErrLimit)
	}
	return t.comment(b, "end")
}

// appendTrust appends where a deleted record was found and how far it can be relied on.
func appendTrust(b []byte, s hive.Source, c hive.Confidence, reasons []string) []byte {
	b = fmt.Appendf(b, "  (%s, %s confidence", s, c)
	if c != hive.High && len(reasons) > 0 {
		b = append(append(b, ": "...), escape.Line(strings.Join(reasons, "; "))...)
	}
	return append(b, ')')
}

func appendMore(b []byte, n int) []byte {
	switch n {
	case 0:
		return b
	case 1:
		return append(b, " ... 1 byte more"...)
	}
	return fmt.Appendf(b, " ... %d bytes more", n)
}
