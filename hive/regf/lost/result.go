package lost

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// result hands out what was found, and forgets it.
func (c *carver) result() *recovery {
	keys, index := 0, make([]int, c.keys.len()) // where each key stands in the result
	for i := range index {
		if index[i] = keys; !c.keys.at(i).gone {
			keys++
		}
	}
	loose := 0
	for i := range c.values.len() {
		if c.values.at(i).isLoose() {
			loose++
		}
	}
	w := writer{carver: c}
	out := &recovery{Keys: make([]hive.RecoveredKey, 0, keys)}
	for i := range index {
		if k := c.keys.at(i); !k.gone {
			out.Keys = append(out.Keys, w.key(k))
		}
	}
	for i := range index {
		if k := c.keys.at(i); k.parent >= 0 && !k.gone {
			up := &out.Keys[index[k.parent]]
			out.Keys[index[i]].Parent = index[k.parent]
			up.Subkeys = append(up.Subkeys, index[i])
		}
	}
	if loose > 0 {
		out.Values = make([]hive.RecoveredValue, 0, loose)
	}
	for i := range c.values.len() {
		if c.values.at(i).isLoose() {
			out.Values = append(out.Values, w.value(i))
		}
	}
	c.keys, c.values, c.big, c.keyAt, c.valAt = blocks[carvedKey]{}, blocks[carvedValue]{}, nil, places{}, places{}
	return out
}

// isLoose reports whether the value belongs to no recovered key.
func (v *carvedValue) isLoose() bool { return !v.gone && (!v.owned || v.slackOf != 0) }

// writer turns carved records into recovered ones. Most records have the same few reasons, which are kept
// once.
type writer struct {
	*carver
	known   map[string][]string
	reasons []string // of the record being written
	spelled []byte
}

func (w *writer) because(format string, args ...any) {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	w.reasons = append(w.reasons, format)
}

// take returns the reasons of the record and forgets them. Nothing can be appended to them in place.
func (w *writer) take() []string {
	w.spelled = w.spelled[:0]
	for _, r := range w.reasons {
		w.spelled = append(append(w.spelled, r...), 0)
	}
	out, ok := w.known[string(w.spelled)]
	if !ok {
		out = append(make([]string, 0, len(w.reasons)), w.reasons...)
		if w.known == nil {
			w.known = map[string][]string{}
		}
		if len(w.known) < 1024 {
			w.known[string(w.spelled)] = out
		}
	}
	w.reasons = w.reasons[:0]
	return out[:len(out):len(out)]
}

// key is the recovered key of k; its subkeys are filled in by result.
func (w *writer) key(k *carvedKey) hive.RecoveredKey {
	out := hive.RecoveredKey{
		Name: w.name(k), Path: k.path, PathStatus: k.pathStatus(), LastWrite: k.rec.LastWrite(), InHive: k.at,
		Source: sourceWords[k.source], LiveTwin: k.twin != cells.NIL, Parent: -1, LostValues: int(k.lost),
	}
	if at := len(k.path) - len(out.Name); at >= 0 && hive.Text(k.path[at:]) == out.Name {
		out.Name = hive.Text(k.path[at:]) // one string for both
	}
	out.Place = w.f.Place(k.at)
	if k.hasParent {
		out.ParentOffset = w.f.FileOffset(k.rec.Parent())
	}
	values := 0
	for v := k.first; v >= 0; v = w.values.at(int(v)).next {
		values++
	}
	if values > 0 {
		out.Values = make([]hive.RecoveredValue, 0, values)
	}
	for v := k.first; v >= 0; v = w.values.at(int(v)).next {
		out.Values = append(out.Values, w.value(int(v)))
	}
	if n := int(k.rec.SubkeyCount()); n > int(k.subkeys) {
		out.LostSubkeys = n - int(k.subkeys)
	}
	if k.subkeys > 0 {
		out.Subkeys = make([]int, 0, k.subkeys)
	}
	if n := int(k.rec.ClassLength()); n > 0 {
		if p, status := w.place(k.rec.Class(), n); status == hive.Intact && len(p) >= n && !w.headLost(k.rec.Class()) {
			out.Class = p[:n:n]
		}
	}
	if k.taken > 0 {
		w.because("%d of its values are shown with a key that was last written later and names them too", k.taken)
	}
	if k.isRoot {
		w.because("it is a root key")
	}
	if k.doubt != 0 {
		w.because(doubtWords[k.doubt])
	}
	if out.LiveTwin {
		w.because("a live key has the same path: this is an older version of it")
	}
	out.Confidence = w.judgeKey(k, &out)
	if out.LostValues > 0 {
		w.because("%d of %d values are lost", out.LostValues, k.rec.ValueCount())
	}
	out.Reasons = w.take()
	return out
}

// value is the recovered value at index i.
func (w *writer) value(i int) hive.RecoveredValue {
	v := w.values.at(i)
	out := hive.RecoveredValue{
		Name: v.rec.Name(w.f.Wide).Text(), Type: v.rec.Type(), Size: int(v.rec.Size() &^ cells.DataInline), InHive: v.at,
		Data: w.dataOf(i), Status: v.dataStatus(), Source: sourceWords[v.source],
	}
	out.Place = w.f.Place(v.at)
	if size := v.rec.Size(); size != 0 && size&cells.DataInline == 0 {
		out.DataAt = w.f.Place(w.f.FileOffset(v.rec.Data()))
	}
	if v.loss != 0 {
		w.because(lossWords[v.loss])
	}
	if v.slackOf != 0 {
		if out.Key, _ = w.livePath(v.liveKey); out.Key == "" {
			out.Key = `\` // the root key
		}
		w.because("the value list of the live key still names it behind its end (offset %d)", w.f.FileOffset(v.slackOf))
	}
	out.Confidence = w.judgeValue(v, &out)
	out.Reasons = w.take()
	return out
}
