package dump

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"
	"iter"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regf"
	"mapihive/hive/secret"
)

// Dump is a registry to be written out record by record.
type Dump struct {
	Path      hive.Text // of the file, as given
	Absolute  hive.Text // and on this machine, for JSONL; "" leaves it out
	Hive      *regf.Hive
	Registry  Registry       // in place of Hive, of another kind of file
	Format    string         // of Registry
	Recovered *hive.Recovery // nil leaves deleted records out
	NoLive    bool           // write the deleted records alone
	Below     hive.Path      // the key to begin at; "" for the whole hive
	Form      Form
	Before    []byte // lines that stand before those of the dump
	Width     int    // Text: characters of data shown, 0 for all
}

// logs are the transaction logs of a hive.
func (d *Dump) logs() []regf.Log {
	if d.Hive == nil {
		return nil
	}
	return d.Hive.Logs()
}

// Form is how a dump is written.
type Form string

const (
	Text  Form = "text"
	JSONL Form = "jsonl"
)

// ErrLimit says that a dump was cut off: a forged hive announced more than it can honestly hold.
var ErrLimit = errors.New("the dump is far larger than an honest hive of this size gives; the rest is left out")

// A dump is at most sizeFactor times the file plus sizeSlack bytes. The smallest value takes 32 bytes of
// a hive and some 400 in a dump; a forged tree can make every path 196,605 bytes long.
const (
	sizeFactor = 64
	sizeSlack  = 64 << 20
)

// Write writes the dump to w as it goes along; what it keeps in memory does not grow with it. Keys stand
// before their values, and deleted records below the key that held them. The last record tells a whole
// dump from one that was cut off. The error is w's, ctx's or ErrLimit.
func (d *Dump) Write(ctx context.Context, w io.Writer) error {
	r := dumper{Dump: d, ctx: ctx, w: bufio.NewWriterSize(w, 1<<18)}
	file, _ := d.file()
	r.room = sizeFactor*file.FileSize() + sizeSlack
	if r.form = (&textForm{width: d.Width}); d.Form == JSONL {
		r.form = &jsonlForm{}
	}
	r.place()
	err := r.run()
	if err != nil && err != ErrLimit {
		return err
	}
	if err == ErrLimit {
		file.Note(hive.Diagnostic{Kind: hive.KindLimit, Structure: "dump", Path: d.Below, Message: ErrLimit.Error()})
	}
	r.count.Whole = err == nil
	for _, g := range file.Diagnostics() {
		r.w.Write(r.form.diagnostic(r.w.AvailableBuffer(), &g)) // Flush tells what went wrong
	}
	r.w.Write(r.form.end(r.w.AvailableBuffer(), &r.count))
	return cmp.Or(r.w.Flush(), err)
}

// form appends records to b.
type form interface {
	head(b []byte, d *Dump) []byte
	// section begins the records whose place in the live tree is not known.
	section(b []byte) []byte
	key(b []byte, k *keyRecord) []byte
	// context names the key that the following values belong to without being a record of it.
	context(b []byte, k *keyRecord) []byte
	value(b []byte, v *valueRecord) []byte
	diagnostic(b []byte, g *hive.Diagnostic) []byte
	end(b []byte, c *count) []byte
}

// dumper is a dump on its way.
type dumper struct {
	*Dump
	ctx    context.Context
	w      *bufio.Writer
	form   form
	room   int64 // bytes that may still be written
	count  count
	below  map[int64]*lostBelow // by the offset of the live key
	key    keyRecord            // the record being written; one for all, so that none goes to the heap
	value  valueRecord
	hidden bool   // whether the values that follow stand in a key of secrets or below one
	keys   []bool // recovered keys that are written
	values []bool // and values of no recovered key
	steps  int
}

// put writes one record.
func (d *dumper) put(b []byte) error {
	if d.room -= int64(len(b)); d.room < 0 {
		return ErrLimit
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
	if err := d.put(d.Before); err != nil {
		return err
	}
	if err := d.put(d.form.head(d.w.AvailableBuffer(), d.Dump)); err != nil {
		return err
	}
	if d.Hive == nil {
		return d.registry()
	}
	if from, ok := d.Hive.Lookup(d.Below); ok && (!d.NoLive || len(d.below) > 0) {
		if err := d.tree(from); err != nil {
			return err
		}
	}
	return d.unplaced()
}

// tree writes the live key from and everything below it.
func (d *dumper) tree(from regf.Key) error {
	var way keysAbove
	return d.Hive.WalkValues(d.ctx, from, func(k regf.Key, depth int, values iter.Seq[regf.Value]) error {
		var lost *lostBelow
		if len(d.below) > 0 {
			lost = d.below[k.Offset()]
		}
		name := k.Name()
		path := way.path(d.Below, depth, name)
		if d.NoLive && lost == nil {
			return nil
		}
		d.hidden = mapi.SecretKey(path)
		d.key = keyRecord{path: path, name: name, lastWrite: k.LastWrite(), class: k.Class(), inHive: true, live: k, place: k.Place()}
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

// keysAbove are the paths of the keys on the way to the one visited.
type keysAbove []hive.Path

// path is that of the key visited, where the walk began at below.
func (w *keysAbove) path(below hive.Path, depth int, name hive.Text) hive.Path {
	if depth > 0 {
		below = (*w)[depth-1].Join(name)
	}
	*w = append((*w)[:depth], below)
	return below
}

func (d *dumper) liveValue(v regf.Value) error {
	d.count.Values++
	data, whole := v.Data()
	d.value = valueRecord{name: v.Name(), typ: v.Type(), size: v.Size(), data: data, whole: whole, tombstone: v.Tombstone(), place: v.Place()}
	if at := v.DataOffset(); at != v.Offset() {
		d.value.dataAt = d.Hive.Place(at)
	}
	return d.putValue()
}

func (d *dumper) putValue() error {
	v := &d.value
	v.secrecy = prop.Judge(prop.Value{Name: v.name, Type: v.typ, Data: v.data, Hidden: d.hidden})
	if v.secrecy == secret.Masked {
		if r := v.typ.Read(v.data); r.Form != hive.FormText && r.Form != hive.FormTexts {
			v.secrecy = secret.Secret // what is shown as bytes cannot be masked
		}
	}
	return d.put(d.form.value(d.w.AvailableBuffer(), &d.value))
}
