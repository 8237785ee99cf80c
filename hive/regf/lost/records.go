package lost

import (
	"slices"

	"mapihive/hive"
)

// place names one record: no two can have stood at the same place with the same name at once.
type place struct {
	at   int64
	name hive.Text
	data uint64 // type and size, for values
}

func placeOfKey(k *hive.RecoveredKey) place { return place{at: k.InHive, name: k.Name} }

func placeOfValue(v *hive.RecoveredValue) place {
	return place{v.InHive, v.Name, uint64(v.Type)<<32 | uint64(uint32(v.Size))}
}

// valuePlacesOf are the places of the key's values.
func valuePlacesOf(k *hive.RecoveredKey) map[place]bool {
	places := make(map[place]bool, len(k.Values))
	for i := range k.Values {
		places[placeOfValue(&k.Values[i])] = true
	}
	return places
}

// keyPlaces finds the keys of r by their place.
func (r *recovery) keyPlaces() map[place]int {
	keys := make(map[place]int, len(r.Keys))
	for i := range r.Keys {
		keys[placeOfKey(&r.Keys[i])] = i
	}
	return keys
}

// valuePlaces are the places of all values.
func (r *recovery) valuePlaces() map[place]bool {
	values := map[place]bool{}
	for i := range r.Keys {
		for j := range r.Keys[i].Values {
			values[placeOfValue(&r.Keys[i].Values[j])] = true
		}
	}
	for i := range r.Values {
		values[placeOfValue(&r.Values[i])] = true
	}
	return values
}

// owned are the places of these values that values of recovered keys have too. Most hives have few values without a
// key, and many with one.
func (r *recovery) owned(loose ...[]hive.RecoveredValue) map[place]bool {
	asked, owned := map[place]bool{}, map[place]bool{}
	for _, values := range loose {
		for i := range values {
			asked[placeOfValue(&values[i])] = true
		}
	}
	if len(asked) == 0 {
		return owned
	}
	for i := range r.Keys {
		for j := range r.Keys[i].Values {
			if at := placeOfValue(&r.Keys[i].Values[j]); asked[at] {
				owned[at] = true
			}
		}
	}
	return owned
}

// dropLoose drops the values that belong to no recovered key and have one of these places.
func (r *recovery) dropLoose(places map[place]bool) {
	r.Values = slices.DeleteFunc(r.Values, func(v hive.RecoveredValue) bool { return places[placeOfValue(&v)] })
}

// link makes the key at index sub a subkey of that at index parent. Parent is what counts: Subkeys may also
// hold keys that were linked to another key since, until prune takes them out.
func (r *recovery) link(parent, sub int) {
	r.Keys[sub].Parent = parent
	r.Keys[parent].Subkeys = append(r.Keys[parent].Subkeys, sub)
}

// unlink makes the key at index sub nobody's subkey.
func (r *recovery) unlink(sub int) { r.Keys[sub].Parent = -1 }

// prune leaves in Subkeys, once and sorted, what has the key as its Parent.
func (r *recovery) prune() {
	for i := range r.Keys {
		k := &r.Keys[i]
		k.Subkeys = slices.DeleteFunc(k.Subkeys, func(sub int) bool { return r.Keys[sub].Parent != i })
		slices.Sort(k.Subkeys)
		k.Subkeys = slices.Compact(k.Subkeys)
	}
}
