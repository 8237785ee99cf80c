package dump

import (
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// Registry is a registry of another kind than a hive, to be dumped. A value whose data the file holds in another form
// has a method Stored, with what it holds and the size that it announces.
type Registry interface {
	hive.Registry
	dumpFile
}

// dumpFile is what a dump tells of a file.
type dumpFile interface {
	FileSize() int64
	SHA256() string
	Version() string
	State() hive.State
	Diagnostics() []hive.Diagnostic
	Note(hive.Diagnostic)
}

// file is the file that is dumped, and its format.
func (d *Dump) file() (f dumpFile, format string) {
	if d.Hive != nil {
		return d.Hive, "regf"
	}
	return d.Registry, d.Format
}

// state is that of the file.
func (d *Dump) state() hive.State {
	f, _ := d.file()
	if state := f.State(); state != hive.Clean || d.Hive == nil || !d.Hive.Lazy() {
		return state
	}
	return hive.Unverified
}

// registry writes the keys of a registry that is no hive. It holds no deleted records.
func (d *dumper) registry() error {
	root, ok := d.Registry.Root()
	if !ok || d.NoLive {
		return nil
	}
	from, ok := hive.Lookup(root, d.Below)
	if !ok {
		return nil
	}
	var way keysAbove
	return hive.Walk(d.ctx, from, func(k hive.Key, depth int) error {
		name := k.Name()
		path := way.path(d.Below, depth, name)
		d.hidden = mapi.SecretKey(path)
		d.key = keyRecord{path: path, name: name, lastWrite: k.LastWrite(), place: k.Place()}
		d.count.Keys++
		if err := d.put(d.form.key(d.w.AvailableBuffer(), &d.key)); err != nil {
			return err
		}
		for v := range k.Values() {
			d.count.Values++
			data, whole := v.Data()
			d.value = valueRecord{name: v.Name(), typ: v.Type(), size: v.Size(), data: data, whole: whole, place: v.Place()}
			if s, ok := v.(interface{ Stored() ([]byte, int) }); ok {
				d.value.stored, d.value.size = s.Stored()
				d.value.converted = true
			}
			if err := d.putValue(); err != nil {
				return err
			}
		}
		return nil
	})
}
