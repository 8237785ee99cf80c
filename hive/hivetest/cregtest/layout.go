package cregtest

// entries gives each key the place of its entry and returns the RGKN without what entries say.
func (w *writer) entries() []byte {
	at := uint32(headerSize)
	for _, k := range w.keys {
		// Entries do not cross the end of a page, but for the first.
		if end := at + entrySize; at/page != (end-1)/page && at > page {
			at = at/page*page + page
		}
		k.entry = at
		at += entrySize
	}
	size := int(at) + entrySize
	b := make([]byte, (size+w.page-1)/w.page*w.page)
	copy(b, "RGKN")
	le.PutUint32(b[4:], uint32(len(b)))
	le.PutUint32(b[8:], headerSize)
	le.PutUint32(b[12:], at)
	le.PutUint32(b[16:], 8)
	for i := 0; i < entrySize; i++ { // what a free entry held before
		b[int(at)+i] = 0xFF
	}
	freeRun(b, at, uint32(len(b))-at, noOffset)
	return b
}

// freeRun marks a run of entries as free.
func freeRun(b []byte, at, size, next uint32) {
	le.PutUint32(b[at:], freeEntry)
	le.PutUint32(b[at+4:], size)
	le.PutUint32(b[at+8:], next)
}

// link writes the entries.
func (w *writer) link(b []byte) {
	at := func(k *placed) uint32 {
		if k == nil {
			return noOffset
		}
		return k.entry
	}
	for _, k := range w.keys {
		e := b[k.entry : k.entry+entrySize]
		var hash uint32
		if k.parent != nil {
			for _, u := range k.k.Name {
				switch {
				case 'a' <= u && u <= 'z':
					hash += uint32(u) - 32
				case u < 0x80:
					hash += uint32(u)
				}
			}
		}
		le.PutUint32(e[4:], hash)
		le.PutUint32(e[12:], at(k.parent))
		le.PutUint32(e[16:], at(k.child))
		le.PutUint32(e[20:], at(k.sibling))
		le.PutUint16(e[24:], k.id)
		le.PutUint16(e[26:], k.block)
		if k.freed {
			freeRun(b, k.entry, entrySize, le.Uint32(b[12:]))
			le.PutUint32(b[12:], k.entry)
			continue
		}
		w.l.Paths = append(w.l.Paths, k.path)
		w.l.Keys[k.path].Entry = headerSize + int(k.entry)
	}
}

// blocks puts the records into blocks, the first of which stands at an offset of the file.
func (w *writer) blocks(at int) []byte {
	var out []byte
	w.keys[0].block, w.keys[0].id = noID, noID
	w.l.Keys[""] = &KeyAt{Values: map[string]int{}}
	for keys := w.keys[1:]; len(keys) > 0 || out == nil; {
		n, size := 0, 0
		for n < min(len(keys), w.ids) && (n == 0 || size+len(keys[n].record) <= maxRecords) {
			size += len(keys[n].record)
			n++
		}
		w.l.Blocks = append(w.l.Blocks, at+len(out))
		out = append(out, w.block(keys[:n], uint16(len(w.l.Blocks)-1), at+len(out))...)
		keys = keys[n:]
	}
	return out
}

// block is one block. What its records leave of the last page is a free record.
func (w *writer) block(keys []*placed, number uint16, at int) []byte {
	b := append([]byte("RGDB"), make([]byte, headerSize-4)...)
	free, freed := []int{}, 0
	release := func(from, size int) {
		le.PutUint32(b[from:], uint32(size))
		le.PutUint32(b[from+4:], 0xFFFFFFFF)
		free, freed = append(free, from), freed+size
	}
	for id, k := range keys {
		k.block, k.id = number, uint16(id)
		from := len(b)
		b = append(b, k.record...)
		le.PutUint16(b[from+4:], k.id)
		le.PutUint16(b[from+6:], k.block)
		if k.freed {
			release(from, len(k.record))
			continue
		}
		where := &KeyAt{Record: at + from, Values: map[string]int{}}
		for name, off := range k.values {
			where.Values[name] = at + from + off
		}
		w.l.Keys[k.path] = where
	}
	if rest := (w.page - len(b)%w.page) % w.page; rest > 0 {
		for rest < recordFixed {
			rest += w.page
		}
		from := len(b)
		b = append(b, make([]byte, rest)...)
		release(from, rest)
	}
	head := uint32(noOffset)
	for i := len(free) - 1; i >= 0; i-- {
		le.PutUint32(b[free[i]+8:], head)
		head = uint32(free[i])
	}
	le.PutUint32(b[4:], uint32(len(b)))
	le.PutUint32(b[8:], uint32(freed))
	le.PutUint16(b[12:], 8)
	le.PutUint16(b[14:], number)
	le.PutUint32(b[16:], head)
	le.PutUint16(b[20:], uint16(len(keys)-1))
	le.PutUint16(b[22:], uint16(len(keys)))
	return b
}
