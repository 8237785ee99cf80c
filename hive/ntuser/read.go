package ntuser

import (
	"context"
	"fmt"
	"iter"

	"mapihive/hive"
	"mapihive/hive/secret"
)

// Limits; each is far above what Windows writes.
const (
	// maxEntries is how many keys or values of one list are read.
	maxEntries = 1000
	// maxText is the longest text decoded, in bytes: the 32,767 characters of the longest Windows path.
	maxText = 2 * 32767
	// maxTotal is how much is taken out of one hive, in bytes of names and texts and entryCost for each
	// entry, however often a hostile hive lists the same cells.
	maxTotal  = 16 << 20
	entryCost = 64
	// maxClaims is how many answers to one question are kept.
	maxClaims = 32
	// maxVersions is how many version keys of Office are read.
	maxVersions = 64
)

const (
	windowsPath  = `Software\Microsoft\Windows\CurrentVersion`
	ntPath       = `Software\Microsoft\Windows NT\CurrentVersion`
	explorerPath = windowsPath + `\Explorer`
)

// Read reads the user's context. Only ctx gives an error: what is missing is absent, and what is damaged
// or beyond a limit is noted in the registry.
func Read(ctx context.Context, in hive.Registry) (Context, error) {
	r := reader{ctx: ctx, in: in}
	for _, step := range []func(){
		r.folders, r.environment, r.names, r.sids, r.office, r.drives, r.mountPoints, r.driveMRU,
		r.printers, r.connections, r.outgoing, r.sessions, r.locale, r.prepared,
	} {
		if err := ctx.Err(); err != nil {
			return Context{}, err
		}
		step()
	}
	return r.c, ctx.Err()
}

type reader struct {
	ctx   context.Context
	in    hive.Registry
	c     Context
	taken int // bytes, see maxTotal
}

// key is a hive key together with its name and path, which are built once.
type key struct {
	hive.Key
	name hive.Text // "" for a key that was looked up
	path hive.Path
}

func (r *reader) lookup(path hive.Path) (key, bool) {
	root, ok := r.in.Root()
	if !ok {
		return key{}, false
	}
	k, ok := hive.Lookup(root, path)
	if !ok {
		return key{}, false
	}
	return key{Key: k, path: k.Path()}, true
}

func (r *reader) below(k key, path hive.Path) (key, bool) {
	sub, ok := hive.Lookup(k.Key, path)
	if !ok {
		return key{}, false
	}
	return key{Key: sub, path: sub.Path()}, true
}

// subkeys yields at most maxEntries direct subkeys.
func (r *reader) subkeys(k key) iter.Seq[key] {
	return func(yield func(key) bool) {
		n := 0
		for sub := range k.Subkeys() {
			name := sub.Name()
			if n++; !r.goOn(k, n, len(name)) || !yield(key{sub, name, k.path.Join(name)}) {
				return
			}
		}
	}
}

// values yields at most maxEntries values with their names.
func (r *reader) values(k key) iter.Seq2[hive.Text, hive.Value] {
	return func(yield func(hive.Text, hive.Value) bool) {
		n := 0
		for v := range k.Values() {
			name := v.Name()
			if n++; !r.goOn(k, n, len(name)) || !yield(name, v) {
				return
			}
		}
	}
}

// goOn reports whether the nth entry of k, with a name of that size in bytes, is still to be read.
func (r *reader) goOn(k key, n, size int) bool {
	if r.ctx.Err() != nil {
		return false
	}
	if n > maxEntries {
		r.limit(k, fmt.Sprintf("only the first %d entries of this key were read for the user's context", maxEntries))
		return false
	}
	return r.take(k, entryCost+size)
}

// take counts n bytes against maxTotal.
func (r *reader) take(k key, n int) bool {
	if r.taken > maxTotal {
		return false
	}
	if r.taken += n; r.taken > maxTotal {
		r.limit(k, fmt.Sprintf("more than %d MiB of names and texts for the user's context; the rest is left out", maxTotal>>20))
		return false
	}
	return true
}

func (r *reader) limit(k key, message string) {
	r.in.Note(hive.Diagnostic{Kind: hive.KindLimit, Place: k.Place(), Structure: "nk", Path: k.path, Message: message})
}

// value finds a value of k by name, among the first maxEntries.
func (r *reader) value(k key, name hive.Text) (hive.Value, bool) {
	if k.ValueCount() <= maxEntries {
		return k.Value(name)
	}
	for n, v := range r.values(k) {
		if hive.EqualFold(n, name) {
			return v, true
		}
	}
	return nil, false
}

// keyFact is the fact that k exists.
func (r *reader) keyFact(k key, text hive.Text) hive.Fact {
	return r.fact(k, "", k.Place(), text)
}

// valueFact is what the value v of k, called name, says, with its bytes as far as they may be shown.
func (r *reader) valueFact(k key, name hive.Text, v hive.Value, text hive.Text) hive.Fact {
	f := r.fact(k, name, v.Place(), text)
	if b, _ := v.Data(); secrecy(k, v, b) == secret.Open && r.take(k, min(len(b), hive.RawLimit)) {
		f = f.WithData(b)
	}
	return f
}

func (r *reader) fact(k key, name hive.Text, at hive.Place, text hive.Text) hive.Fact {
	return hive.Fact{Key: k.path, Value: name, Place: at, State: hive.Live, LastWrite: k.LastWrite(), Text: text}
}

// textFact returns the value of k called name as text; false where it is missing or no text.
func (r *reader) textFact(k key, name hive.Text) (hive.Fact, bool) {
	v, ok := r.value(k, name)
	if !ok {
		return hive.Fact{}, false
	}
	text, ok := r.text(k, v)
	if !ok {
		return hive.Fact{}, false
	}
	return r.valueFact(k, v.Name(), v, text), true
}
