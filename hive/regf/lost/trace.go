package lost

import (
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// livePath is the path of the live key at rel; false where there is none or no room for more paths.
func (c *carver) livePath(rel uint32) (hive.Path, bool) {
	if path, ok := c.live.paths[rel]; ok {
		return path, true
	}
	cell, ok := c.f.CellAt(rel)
	if !ok || !cells.Signed(cell.Payload, "nk", cells.NKFixed) || c.paths < 0 {
		return "", false
	}
	path := c.f.KeyPath(rel, cell.Payload)
	c.live.paths[rel] = path
	c.paths -= len(path)
	return path, true
}

// findPath works out the path of a recovered key, through recovered ancestors up to a live key.
func (c *carver) findPath(at int) {
	// chain is the key and its recovered ancestors whose path is not known yet.
	var chain []int
	for {
		k := c.keys.at(at)
		if k.solved || k.walking || len(chain) > hive.MaxDepth {
			break
		}
		k.walking = true
		chain = append(chain, at)
		parent := k.rec.Parent()
		next, recovered := c.keyAt.find(parent)
		if !recovered || next == at || c.f.Survey.Keys.Has(parent) {
			break
		}
		at = next
	}
	for _, i := range slices.Backward(chain) {
		c.solvePath(i)
	}
}

// solvePath sets the path of a key whose parent, if recovered, is solved.
func (c *carver) solvePath(at int) {
	k := c.keys.at(at)
	k.solved, k.walking = true, false
	parent := k.rec.Parent()
	k.setPath(hive.Path("?").Join(c.name(k)), hive.UnknownPath)
	if k.rec.Flags()&cells.NKRoot != 0 && !c.f.Survey.Keys.Has(parent) {
		k.setPath("", hive.FullPath)
		k.isRoot = true
		return
	}
	if !c.inFile(parent) {
		return
	}
	k.hasParent = true
	if c.f.Survey.Keys.Has(parent) {
		c.solveBelowLive(k, parent)
	} else if up, ok := c.keyAt.find(parent); ok && up != at && c.keys.at(up).solved {
		c.solveBelow(k, up)
	}
	if c.paths -= len(k.path); c.paths < 0 {
		k.setPath(hive.Path("?").Join(c.name(k)), hive.PartialPath)
		c.f.Diag(hive.KindLimit, k.at, "nk", "the paths of deleted keys are longer than the reader's limit; the rest starts with ?")
	}
}

// name is the key's own name.
func (c *carver) name(k *carvedKey) hive.Text { return k.rec.Name(c.f.Wide).Text() }

// solveBelowLive sets the path of a key whose parent's place holds a live key.
func (c *carver) solveBelowLive(k *carvedKey, parent uint32) {
	path, ok := c.livePath(parent)
	if !ok {
		return
	}
	live, ok := c.h.NodeAt(parent)
	if !ok {
		return
	}
	c.doubtParent(k, live.Node())
	name := c.name(k)
	k.setPath(path.Join(name), hive.FullPath)
	if path == "?" || strings.HasPrefix(string(path), `?\`) {
		k.setPath(k.path, hive.PartialPath)
	}
	if twin, ok := c.live.child(live, name); ok {
		k.setTwin(twin)
	}
}

// solveBelow sets the path of a key whose parent is the recovered key at index up.
func (c *carver) solveBelow(k *carvedKey, up int) {
	p, name := c.keys.at(up), c.name(k)
	if len(p.path)+len(name) > cells.MaxKeyPath {
		return
	}
	c.doubtParent(k, p.rec)
	k.parent = int32(up)
	p.subkeys++
	status := p.pathStatus()
	if status == hive.UnknownPath {
		status = hive.PartialPath
	}
	k.setPath(p.path.Join(name), status)
	k.doubted = k.doubted || p.doubted
	if p.twin != cells.NIL {
		if live, ok := c.h.NodeAt(p.twin); ok {
			if twin, ok := c.live.child(live, name); ok {
				k.setTwin(twin)
			}
		}
	}
}

func (k *carvedKey) setTwin(twin regf.Key) {
	if twin.Cell() != k.rel {
		k.twin = twin.Cell()
	}
}
