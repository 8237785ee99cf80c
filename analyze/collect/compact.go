package collect

import (
	"hash/maphash"
	"reflect"
	"strings"
	"sync"

	"mapihive/analyze"
)

// compact copies every slice and string of a snapshot, so that it keeps alive nothing but itself: no buffer that
// a text was cut from, no room that a slice had to grow. Equal strings, such as the paths of keys that many facts
// stand in, become one. It finds all of them because a snapshot has nothing but values; TestSnapshotHidesNothing
// of package analyze holds it to that. Of texts that other snapshots have too it takes theirs; nil is for none.
func compact(s *analyze.Snapshot, others *texts) {
	c := compactor{met: make(map[string]string, fewTexts), others: others}
	c.value(reflect.ValueOf(s).Elem())
}

// fewTexts is about how many different texts the snapshot of a hive with one profile has.
const fewTexts = 256

// compactor knows which string is kept for each that was met.
type compactor struct {
	met    map[string]string
	others *texts
}

func (c compactor) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if t := v.String(); t != "" { // as most of a fact's texts are
			v.SetString(c.text(t))
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		c.elements(v)
	case reflect.Array:
		c.elements(v)
	case reflect.Struct:
		for i := range v.NumField() {
			c.value(v.Field(i))
		}
	}
}

func (c compactor) elements(v reflect.Value) {
	switch v.Type().Elem().Kind() {
	case reflect.String, reflect.Slice, reflect.Array, reflect.Struct:
		for i := range v.Len() {
			c.value(v.Index(i))
		}
	}
}

func (c compactor) text(t string) string {
	kept, met := c.met[t]
	if !met {
		kept = c.others.keep(t)
		c.met[kept] = kept
	}
	return kept
}

// texts are some of those that the snapshots of a run have, most of which are in many: keys, properties, providers. A
// few thousand places are enough for these; what is of one hive alone comes and goes.
type texts struct {
	seed maphash.Seed
	mu   sync.Mutex
	kept [1 << 13]string
}

func newTexts() *texts { return &texts{seed: maphash.MakeSeed()} }

// keep returns a string like t that shares memory with nothing but other snapshots.
func (k *texts) keep(t string) string {
	if k == nil {
		return strings.Clone(t)
	}
	at := &k.kept[maphash.String(k.seed, t)%uint64(len(k.kept))]
	k.mu.Lock()
	defer k.mu.Unlock()
	if *at != t {
		*at = strings.Clone(t)
	}
	return *at
}
