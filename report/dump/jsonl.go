package dump

import (
	"encoding/hex"
	"strconv"

	"mapihive/hive"
	"mapihive/hive/regf"
	"mapihive/hive/secret"
)

// jsonlForm is a dump for programs: a JSON object on each line. Keys and values are written by hand,
// because reflection would take longer than everything else together.
type jsonlForm struct {
	path  []byte // the `,"path":"..."` of the current key; empty where none is known
	sd    *byte  // start of the security descriptor that owner was read from
	owner string
}

func (j *jsonlForm) head(b []byte, d *Dump) []byte {
	f, format := d.file()
	logs := []logLine{}
	for _, l := range d.logs() {
		logs = append(logs, logLine{l.Verdict(), l.Path, l.Size, l.SHA256, l.Format, l.Applied, l.Missing, l.Doubts, l.OtherHive, l.Note})
	}
	var base *baseLine
	if h := d.Hive; h != nil {
		b := h.OnDisk().Base()
		base = &baseLine{b.Sequence1, b.Sequence2, h.EmbeddedName()}
	}
	return appendJSONLine(b, hiveLine{
		"hive", d.Path, d.Absolute, f.FileSize(), f.SHA256(), format, f.Version(), d.lastWritten(),
		base, d.state(), d.Below, logs,
	})
}

// lastWritten is what the base block says of when the file was written, 0 where that is damaged or there is
// none.
func (d *Dump) lastWritten() hive.Time {
	if d.Hive == nil {
		return 0
	}
	if b := d.Hive.OnDisk().Base(); b.ChecksumOK {
		return hive.Time(b.LastWritten)
	}
	return 0
}

func (j *jsonlForm) section(b []byte) []byte { return b }

func (j *jsonlForm) key(b []byte, k *keyRecord) []byte {
	j.enter(k)
	b = append(b, `{"record":"key"`...)
	b = append(b, j.path...)
	b = appendJSONText(append(b, `,"name":`...), k.name)
	b = appendJSONPlace(b, `,"offset":`, `,"log":`, k.place)
	if !k.lastWrite.IsZero() {
		b = append(append(append(b, `,"last_write":"`...), k.lastWrite.String()...), '"')
	}
	if len(k.class) > 0 {
		b = append(hex.AppendEncode(append(b, `,"class":"`...), k.class), '"')
		b = appendJSONText(append(b, `,"class_text":`...), hive.DecodeUTF16(k.class))
	}
	r := k.recovered
	if r == nil {
		if k.inHive {
			b = strconv.AppendUint(append(b, `,"flags":`...), uint64(k.live.Flags()), 10)
			if owner := j.ownerOf(k.live); owner != "" {
				b = append(append(append(b, `,"owner":"`...), owner...), '"')
			}
		}
		return append(b, `,"state":"live"}`+"\n"...)
	}
	b = append(append(append(b, `,"path_status":"`...), r.PathStatus...), '"')
	if r.ParentOffset != 0 {
		b = appendJSONPlace(b, `,"parent_offset":`, `,"parent_log":`, r.ParentPlace)
	}
	if r.LiveTwin {
		b = append(b, `,"live_twin":true`...)
	}
	if r.LostValues > 0 {
		b = strconv.AppendInt(append(b, `,"lost_values":`...), int64(r.LostValues), 10)
	}
	if r.LostSubkeys > 0 {
		b = strconv.AppendInt(append(b, `,"lost_subkeys":`...), int64(r.LostSubkeys), 10)
	}
	return appendJSONTrust(b, r.Source, r.Confidence, r.Reasons)
}

func (j *jsonlForm) context(b []byte, k *keyRecord) []byte {
	j.enter(k)
	return b
}

// enter sets the path that the following values carry.
func (j *jsonlForm) enter(k *keyRecord) {
	j.path = j.path[:0]
	if !k.unknown {
		j.path = appendJSONText(append(j.path, `,"path":`...), hive.Text(k.path))
	}
}

// ownerOf returns the key's owner. Neighbours share descriptors, so the last one is remembered.
func (j *jsonlForm) ownerOf(k regf.Key) string {
	sd := k.SecurityDescriptor()
	if len(sd) == 0 {
		return ""
	}
	if &sd[0] != j.sd {
		j.sd, j.owner = &sd[0], k.Owner()
	}
	return j.owner
}

func (j *jsonlForm) value(b []byte, v *valueRecord) []byte {
	b = append(b, `{"record":"value"`...)
	b = append(b, j.path...)
	b = appendJSONText(append(b, `,"name":`...), v.name)
	b = append(append(append(b, `,"type":"`...), v.typ.String()...), '"')
	if v.secrecy == secret.Open {
		b = strconv.AppendInt(append(b, `,"size":`...), int64(v.size), 10)
	}
	switch {
	case v.secrecy == secret.Secret:
		b = append(b, `,"secret":true`...)
	case v.lost():
		// no "data": what stood there is not known
	case v.secrecy == secret.Masked:
		b = j.masked(append(b, `,"masked":true`...), v)
	default:
		b = j.data(b, v)
	}
	if missing := v.missing(); missing != "" {
		b = append(append(append(b, `,"missing":"`...), missing...), '"')
	}
	if v.tombstone {
		b = append(b, `,"tombstone":true`...)
	}
	b = appendJSONPlace(b, `,"offset":`, `,"log":`, v.place)
	if v.dataAt.Offset != 0 && v.secrecy == secret.Open { // how far it is from its neighbours tells a secret's length
		b = appendJSONPlace(b, `,"data_offset":`, `,"data_log":`, v.dataAt)
	}
	r := v.recovered
	if r == nil {
		return append(b, `,"state":"live"}`+"\n"...)
	}
	b = append(append(append(b, `,"data_status":"`...), r.Status...), '"')
	return appendJSONTrust(b, r.Source, r.Confidence, r.Reasons)
}

// data appends the data in hex and what they say.
func (j *jsonlForm) data(b []byte, v *valueRecord) []byte {
	b = append(hex.AppendEncode(append(b, `,"data":"`...), v.bytes()), '"')
	r := v.typ.Read(v.data)
	switch r.Form {
	case hive.FormText:
		b = appendJSONUnits(append(b, `,"text":`...), r.Units)
	case hive.FormTexts:
		b = append(b, `,"texts":[`...)
		first := true
		for text := range r.Texts() {
			if !first {
				b = append(b, ',')
			}
			first = false
			b = appendJSONText(b, text)
		}
		b = append(b, ']')
	case hive.FormNumber:
		b = strconv.AppendUint(append(b, `,"number":`...), r.Number, 10)
	}
	if note := r.Note(); note != "" {
		b = appendJSONText(append(b, `,"note":`...), hive.Text(note))
	}
	return b
}

// masked appends the text of a value with its passwords masked, and no data.
func (j *jsonlForm) masked(b []byte, v *valueRecord) []byte {
	texts, list := v.maskedTexts()
	if !list {
		return appendJSONText(append(b, `,"text":`...), texts[0])
	}
	b = append(b, `,"texts":[`...)
	for i, text := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSONText(b, text)
	}
	return append(b, ']')
}

func (j *jsonlForm) diagnostic(b []byte, g *hive.Diagnostic) []byte {
	return appendJSONLine(b, diagnosticLine{"diagnostic", g, g.Kind.Damage()})
}

func (j *jsonlForm) end(b []byte, c *count) []byte {
	return appendJSONLine(b, endLine{"end", *c})
}
