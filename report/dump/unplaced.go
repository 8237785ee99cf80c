package dump

import (
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// unplaced writes the recovered records that no live key led to. Below a key, only those are written
// whose path says that they belong there; the others are counted.
func (d *dumper) unplaced() error {
	if d.Recovered == nil {
		return nil
	}
	u := unplacedDumper{dumper: d, below: d.Below.Raised()}
	if err := u.allKeys(); err != nil {
		return err
	}
	return u.allValues()
}

type unplacedDumper struct {
	*dumper
	below hive.Path // raised
	begun bool
}

func (u *unplacedDumper) within(path hive.Path) bool {
	return u.below == "" || path.Raised().Within(u.below)
}

// begin heads the records, before the first of them.
func (u *unplacedDumper) begin() error {
	if u.begun {
		return nil
	}
	u.begun = true
	return u.put(u.form.section(u.w.AvailableBuffer()))
}

func (u *unplacedDumper) tree(top int) error {
	if err := u.begin(); err != nil {
		return err
	}
	return u.lostTree(top)
}

func (u *unplacedDumper) allKeys() error {
	keys := u.Recovered.Keys
	for i := range keys {
		k := &keys[i]
		switch {
		case u.keys[i]:
		case !u.within(k.Path):
			if k.Path.Lost() {
				u.count.Unplaced++
			}
		case k.Parent >= 0 && !u.keys[k.Parent] && u.within(keys[k.Parent].Path) && k.Parent != i:
			// written with its parent
		default:
			if err := u.tree(i); err != nil {
				return err
			}
		}
	}
	// Forged records may be each other's parents.
	for i := range keys {
		if !u.keys[i] && u.within(keys[i].Path) {
			if err := u.tree(i); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u *unplacedDumper) allValues() error {
	last := hive.Path("\x00") // no path
	for i := range u.Recovered.Values {
		v := &u.Recovered.Values[i]
		if u.values[i] {
			continue
		}
		path, known := keyOf(v)
		if !known && u.below != "" || !u.within(path) {
			if !known {
				u.count.Unplaced++
			}
			continue
		}
		if !known {
			path = v.Key
		}
		if err := u.begin(); err != nil {
			return err
		}
		if path != last {
			last = path
			u.hidden = mapi.SecretKey(path)
			u.key = keyRecord{path: path, unknown: !known}
			if err := u.put(u.form.context(u.w.AvailableBuffer(), &u.key)); err != nil {
				return err
			}
		}
		if err := u.lostValue(v); err != nil {
			return err
		}
	}
	return nil
}
