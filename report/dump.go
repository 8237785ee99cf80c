package report

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/regf"
	"mapihive/hive/secret"
)

// Dump is a hive to be written out record by record.
type Dump struct {
	Path      hive.Text // of the hive file, as given
	Hive      *regf.Hive
	Recovered *hive.Recovery // nil leaves deleted records out
	NoLive    bool           // write the deleted records alone
	Below     hive.Path      // the key to begin at; "" for the whole hive
	Form      DumpForm
	Width     int // DumpText: characters of data shown, 0 for all
}

// DumpForm is how a dump is written.
type DumpForm string

const (
	DumpText  DumpForm = "text"
	DumpJSONL DumpForm = "jsonl"
)

// ErrDumpLimit says that a dump was cut off: a forged hive announced more than it can honestly hold.
var ErrDumpLimit = errors.New("the dump is far larger than an honest hive of this size gives; the rest is left out")

// A dump is at most dumpFactor times the file plus dumpSlack bytes. The smallest value takes 32 bytes of
// a hive and some 400 in a dump; a forged tree can make every path 196,605 bytes long.
const (
	dumpFactor = 64
	dumpSlack  = 64 << 20
)

// Write writes the dump to w as it goes along; what it keeps in memory does not grow with it. Keys stand
// before their values, and deleted records below the key that held them. The last record tells a whole
// dump from one that was cut off. The error is w's, ctx's or ErrDumpLimit.
func (d *Dump) Write(ctx context.Context, w io.Writer) error {
	r := dumper{Dump: d, ctx: ctx, w: bufio.NewWriterSize(w, 1<<18)}
	r.room = dumpFactor*d.Hive.FileSize() + dumpSlack
	if r.form = (&dumpText{width: d.Width}); d.Form == DumpJSONL {
		r.form = &dumpJSONL{}
	}
	r.place()
	err := r.run()
	if err != nil && err != ErrDumpLimit {
		return err
	}
	if err == ErrDumpLimit {
		d.Hive.Note(hive.Diagnostic{Kind: hive.KindLimit, Structure: "dump", Path: d.Below, Message: ErrDumpLimit.Error()})
	}
	r.count.Whole = err == nil
	for _, g := range d.Hive.Diagnostics() {
		r.w.Write(r.form.diagnostic(r.w.AvailableBuffer(), &g)) // Flush tells what went wrong
	}
	r.w.Write(r.form.end(r.w.AvailableBuffer(), &r.count))
	return cmp.Or(r.w.Flush(), err)
}

// dumpForm appends records to b.
type dumpForm interface {
	head(b []byte, d *Dump) []byte
	// section begins the records whose place in the live tree is not known.
	section(b []byte) []byte
	key(b []byte, k *dumpKey) []byte
	// context names the key that the following values belong to without being a record of it.
	context(b []byte, k *dumpKey) []byte
	value(b []byte, v *dumpValue) []byte
	diagnostic(b []byte, g *hive.Diagnostic) []byte
	end(b []byte, c *dumpCount) []byte
}

// dumpKey is one key, live or recovered.
type dumpKey struct {
	path      hive.Path
	name      hive.Text
	unknown   bool // a place for values of which no key is known
	place     hive.Place
	lastWrite hive.Time
	class     []byte
	live      regf.Key
	recovered *hive.RecoveredKey // nil for a live key
}

// dumpValue is one value, live or recovered, of the key that was written last.
type dumpValue struct {
	name      hive.Text
	typ       hive.ValueType
	size      int // as announced
	data      []byte
	whole     bool
	secrecy   secret.Secrecy // of the data and their size
	tombstone bool
	place     hive.Place
	dataAt    hive.Place           // zero for inline data and none
	recovered *hive.RecoveredValue // nil for a live value
}

// dumpCount is what a dump holds, and what it leaves out.
type dumpCount struct {
	Whole           bool `json:"whole"`
	Keys            int  `json:"keys"`
	Values          int  `json:"values"`
	RecoveredKeys   int  `json:"recovered_keys"`
	RecoveredValues int  `json:"recovered_values"`
	Unplaced        int  `json:"unplaced"` // recovered keys and values that may have stood below the key, but no path tells
}

// dumper is a dump on its way.
type dumper struct {
	*Dump
	ctx    context.Context
	w      *bufio.Writer
	form   dumpForm
	room   int64 // bytes that may still be written
	count  dumpCount
	below  map[int64]*lostBelow // by the offset of the live key
	key    dumpKey              // the record being written; one for all, so that none goes to the heap
	value  dumpValue
	hidden bool   // whether the values that follow stand in a key of secrets or below one
	keys   []bool // recovered keys that are written
	values []bool // and values of no recovered key
	steps  int
}

// lostBelow is what was deleted from one live key: indexes into the recovery.
type lostBelow struct{ keys, values []int }

// put writes one record.
func (d *dumper) put(b []byte) error {
	if d.room -= int64(len(b)); d.room < 0 {
		return ErrDumpLimit
	}
	if d.steps++; d.steps%4096 == 0 {
		if err := d.ctx.Err(); err != nil {
			return err
		}
	}
	_, err := d.w.Write(b)
	return err
}

func (d *dumper) run() error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if err := d.put(d.form.head(d.w.AvailableBuffer(), d.Dump)); err != nil {
		return err
	}
	if from, ok := d.Hive.Lookup(d.Below); ok && (!d.NoLive || len(d.below) > 0) {
		if err := d.tree(from); err != nil {
			return err
		}
	}
	return d.unplaced()
}

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

// tree writes the live key from and everything below it.
func (d *dumper) tree(from regf.Key) error {
	var paths []hive.Path // of the keys on the way to the one visited
	return d.Hive.WalkValues(d.ctx, from, func(k regf.Key, depth int, values iter.Seq[regf.Value]) error {
		var lost *lostBelow
		if len(d.below) > 0 {
			lost = d.below[k.Offset()]
		}
		name := k.Name()
		path := d.Below
		if depth > 0 {
			path = paths[depth-1].Join(name)
		}
		paths = append(paths[:depth], path)
		if d.NoLive && lost == nil {
			return nil
		}
		d.hidden = mapi.SecretKey(path)
		d.key = dumpKey{path: path, name: name, lastWrite: k.LastWrite(), class: k.Class(), live: k, place: k.Place()}
		if d.NoLive {
			if len(lost.values) > 0 {
				if err := d.put(d.form.context(d.w.AvailableBuffer(), &d.key)); err != nil {
					return err
				}
			}
			return d.lost(path, lost)
		}
		d.count.Keys++
		if err := d.put(d.form.key(d.w.AvailableBuffer(), &d.key)); err != nil {
			return err
		}
		for v := range values {
			if err := d.liveValue(v); err != nil {
				return err
			}
		}
		if lost == nil {
			return nil
		}
		return d.lost(path, lost)
	})
}

func (d *dumper) liveValue(v regf.Value) error {
	d.count.Values++
	data, whole := v.Data()
	d.value = dumpValue{name: v.Name(), typ: v.Type(), size: v.Size(), data: data, whole: whole, tombstone: v.Tombstone(), place: v.Place()}
	if at := v.DataOffset(); at != v.Offset() {
		d.value.dataAt = d.Hive.Place(at)
	}
	return d.putValue()
}

func (d *dumper) putValue() error {
	v := &d.value
	v.secrecy = mapi.Judge(mapi.Value{Name: v.name, Type: v.typ, Data: v.data, Hidden: d.hidden})
	if v.secrecy == secret.Masked {
		if r := v.typ.Read(v.data); r.Form != hive.FormText && r.Form != hive.FormTexts {
			v.secrecy = secret.Secret // what is shown as bytes cannot be masked
		}
	}
	return d.put(d.form.value(d.w.AvailableBuffer(), &d.value))
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
		d.key = dumpKey{
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
	d.value = dumpValue{
		name: v.Name, typ: v.Type, size: v.Size, data: v.Data, whole: v.Status == hive.Intact,
		place: v.Place, dataAt: v.DataAt, recovered: v,
	}
	return d.putValue()
}

// unplaced writes the recovered records that no live key led to. Below a key, only those are written
// whose path says that they belong there; the others are counted.
func (d *dumper) unplaced() error {
	if d.Recovered == nil {
		return nil
	}
	begin := sync.OnceValue(func() error { return d.put(d.form.section(d.w.AvailableBuffer())) })
	tree := func(i int) error {
		if err := begin(); err != nil {
			return err
		}
		return d.lostTree(i)
	}
	below := d.Below.Raised()
	within := func(path hive.Path) bool {
		return below == "" || path.Raised().Within(below)
	}
	for i := range d.Recovered.Keys {
		k := &d.Recovered.Keys[i]
		switch {
		case d.keys[i]:
		case !within(k.Path):
			if k.Path.Lost() {
				d.count.Unplaced++
			}
		case k.Parent >= 0 && !d.keys[k.Parent] && within(d.Recovered.Keys[k.Parent].Path) && k.Parent != i:
			// written with its parent
		default:
			if err := tree(i); err != nil {
				return err
			}
		}
	}
	// Forged records may be each other's parents.
	for i := range d.Recovered.Keys {
		if !d.keys[i] && within(d.Recovered.Keys[i].Path) {
			if err := tree(i); err != nil {
				return err
			}
		}
	}
	last := hive.Path("\x00") // no path
	for i := range d.Recovered.Values {
		v := &d.Recovered.Values[i]
		if d.values[i] {
			continue
		}
		path, known := keyOf(v)
		if !known && below != "" || !within(path) {
			if !known {
				d.count.Unplaced++
			}
			continue
		}
		if !known {
			path = v.Key
		}
		if err := begin(); err != nil {
			return err
		}
		if path != last {
			last = path
			d.hidden = mapi.SecretKey(path)
			d.key = dumpKey{path: path, unknown: !known}
			if err := d.put(d.form.context(d.w.AvailableBuffer(), &d.key)); err != nil {
				return err
			}
		}
		if err := d.lostValue(v); err != nil {
			return err
		}
	}
	return nil
}

// lost reports whether nothing is left of the data: they are no empty text or number then.
func (v *dumpValue) lost() bool { return len(v.data) == 0 && v.missing() != "" }

// missing says how much of a value's data there is, "" where it is whole. Of a secret it gives no size.
func (v *dumpValue) missing() string {
	what := "damaged"
	switch {
	case v.recovered != nil && v.recovered.Status != hive.Intact:
		what = string(v.recovered.Status)
	case v.recovered != nil || v.whole:
		return ""
	}
	if v.secrecy != secret.Open {
		return "data " + what
	}
	return fmt.Sprintf("data %s: %d of %d bytes", what, len(v.data), v.size)
}

// maskedTexts is the text of a masked value, or its list of texts, with the passwords of URLs masked.
func (v *dumpValue) maskedTexts() (texts []hive.Text, list bool) {
	r := v.typ.Read(v.data)
	if r.Form == hive.FormText {
		return []hive.Text{secret.MaskURLs(r.Text())}, false
	}
	for text := range r.Texts() {
		texts = append(texts, secret.MaskURLs(text))
	}
	return texts, true
}
