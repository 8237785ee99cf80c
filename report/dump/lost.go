package dump

import (
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// lostBelow is what was deleted from one live key: indexes into the recovery.
type lostBelow struct{ keys, values []int }

// place finds the live key that each recovered record stood below.
func (d *dumper) place() {
	if d.Recovered == nil {
		return
	}
	d.below = map[int64]*lostBelow{}
	d.keys = make([]bool, len(d.Recovered.Keys))
	d.values = make([]bool, len(d.Recovered.Values))
	found := map[hive.Path]*lostBelow{}
	at := func(path hive.Path) *lostBelow {
		l, known := found[path]
		if !known {
			if k, ok := d.Hive.Lookup(path); ok {
				if l = d.below[k.Offset()]; l == nil {
					l = &lostBelow{}
					d.below[k.Offset()] = l
				}
			}
			found[path] = l
		}
		return l
	}
	for i := range d.Recovered.Keys {
		k := &d.Recovered.Keys[i]
		if k.Parent >= 0 || k.Path == "" || k.Path.Lost() {
			continue
		}
		if l := at(k.Path.Parent()); l != nil {
			l.keys = append(l.keys, i)
		}
	}
	for i := range d.Recovered.Values {
		if path, ok := keyOf(&d.Recovered.Values[i]); ok {
			if l := at(path); l != nil {
				l.values = append(l.values, i)
			}
		}
	}
}

// keyOf returns the path of the live key that a value was deleted from.
func keyOf(v *hive.RecoveredValue) (path hive.Path, ok bool) {
	if v.Key == `\` {
		return "", true
	}
	return v.Key, v.Key != "" && !v.Key.Lost()
}

// lost writes what was deleted from a live key.
func (d *dumper) lost(path hive.Path, l *lostBelow) error {
	for _, i := range l.values {
		d.values[i] = true
		if err := d.lostValue(&d.Recovered.Values[i]); err != nil {
			return err
		}
	}
	for _, i := range l.keys {
		if err := d.lostTree(i); err != nil {
			return err
		}
	}
	return nil
}

// lostTree writes a recovered key and everything recovered below it.
func (d *dumper) lostTree(top int) error {
	for todo := []int{top}; len(todo) > 0; {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if d.keys[i] {
			continue
		}
		d.keys[i] = true
		k := &d.Recovered.Keys[i]
		d.count.RecoveredKeys++
		d.hidden = mapi.SecretKey(k.Path)
		d.key = keyRecord{
			path: k.Path, name: k.Name, place: k.Place, lastWrite: k.LastWrite,
			class: k.Class, recovered: k,
		}
		if err := d.put(d.form.key(d.w.AvailableBuffer(), &d.key)); err != nil {
			return err
		}
		for j := range k.Values {
			if err := d.lostValue(&k.Values[j]); err != nil {
				return err
			}
		}
		for j := len(k.Subkeys) - 1; j >= 0; j-- {
			todo = append(todo, k.Subkeys[j])
		}
	}
	return nil
}

func (d *dumper) lostValue(v *hive.RecoveredValue) error {
	d.count.RecoveredValues++
	d.value = valueRecord{
		name: v.Name, typ: v.Type, size: v.Size, data: v.Data, whole: v.Status == hive.Intact,
		place: v.Place, dataAt: v.DataAt, recovered: v,
	}
	return d.putValue()
}
