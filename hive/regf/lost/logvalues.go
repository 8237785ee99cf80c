package lost

import (
	"bytes"

	"mapihive/hive"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// valuesOf returns the values that a key had at the moment, but for those that pass says to pass by, and how
// many of them are not there. With since, only those are read that a written part of the list names.
func (l *logCarver) valuesOf(m *moment, rec cells.KeyNode, allocated bool, since *look, pass func(cells.KeyValue, int64) bool) (values []hive.RecoveredValue, lost int) {
	n := int(rec.ValueCount())
	if n == 0 || rec.Flags()&cells.NKPredefine != 0 {
		return nil, 0
	}
	list, same, ok := l.cell(m, rec.ValueList(), cells.ValueOffset*n)
	if !ok || same != allocated {
		return nil, n
	}
	first := int64(rec.ValueList()) + int64(l.f.CellHeader)
	for i := 0; i < n; i++ {
		if since != nil {
			next := since.next(first + int64(cells.ValueOffset*i))
			if i = max(i, int((next-first+cells.ValueOffset-1)/cells.ValueOffset)); i >= n {
				break
			}
		}
		if l.f.Steps++; !l.spend(1) {
			return values, lost + n - i
		}
		rel := cells.U32(list, int64(cells.ValueOffset*i))
		p, same, ok := l.cell(m, rel, cells.VKFixed)
		if !ok || same != allocated || !cells.Signed(p, "vk", cells.VKFixed) || !l.plausibleValue(p) {
			lost++
			continue
		}
		if pass == nil || !pass(cells.KeyValue(p), base.Size+int64(rel)) {
			values = append(values, l.value(m, rel, cells.KeyValue(p), allocated))
		}
	}
	return values, lost
}

// value is the value at rel as it was at the moment.
func (l *logCarver) value(m *moment, rel uint32, rec cells.KeyValue, allocated bool) hive.RecoveredValue {
	v := hive.RecoveredValue{
		Name: rec.Name(l.f.Wide).Text(), Type: rec.Type(), Size: int(rec.Size() &^ cells.DataInline), InHive: base.Size + int64(rel),
		Source: hive.LogPage, Confidence: hive.Medium, Status: hive.Intact, Reasons: []string{"it stands in " + m.where},
	}
	v.Place = l.locate(m, int64(rel))
	switch size := rec.Size(); {
	case size&cells.DataInline != 0:
		v.Data = bytes.Clone(rec.Inline()[:size&^cells.DataInline])
	case size != 0:
		v.DataAt = l.locate(m, int64(rec.Data()))
		v.Data, v.Status, _ = l.dataAt(rec.Data(), v.Size, func(rel uint32, need int) ([]byte, hive.DataStatus) {
			p, same, ok := l.cell(m, rel, need)
			if !ok || same != allocated {
				return nil, hive.Unavailable
			}
			return p, hive.Intact
		})
		if m.whole { // and will be written over
			if l.copied -= int64(len(v.Data)); l.copied < 0 {
				l.f.Diag(hive.KindLimit, 0, "data", "transaction logs announce more data than they can honestly hold; the rest is left out")
				v.Data, v.Status = nil, hive.Unavailable
			}
			v.Data = bytes.Clone(v.Data)
		}
	}
	if !allocated {
		v.Confidence = hive.Low
		v.Reasons = append(v.Reasons, "its cell was unallocated even there")
	}
	if v.Status != hive.Intact {
		v.Reasons = append(v.Reasons, "its data is "+string(v.Status))
	}
	return v
}

// removedValues adds the values that a key which still lives had at the moment and has no more.
func (l *logCarver) removedValues(m *moment, rec cells.KeyNode, path hive.Path, live regf.Key, since *look) {
	names := l.live.valuesOf(live)
	values, _ := l.valuesOf(m, rec, true, since, func(v cells.KeyValue, at int64) bool {
		name := v.Name(l.f.Wide)
		return names.find(name) >= 0 || l.values[valuePlace(at, name.Text(), v)]
	})
	for _, v := range values {
		if l.values[placeOfValue(&v)] {
			continue
		}
		l.values[placeOfValue(&v)] = true
		if v.Key = path; path == "" {
			v.Key = `\`
		}
		l.out.Values = append(l.out.Values, v)
	}
}

// valuePlace is the place of the value that a record at a file offset of the hive becomes.
func valuePlace(at int64, name hive.Text, v cells.KeyValue) place {
	return place{at, name, uint64(v.Type())<<32 | uint64(v.Size()&^cells.DataInline)}
}
