package regf

import (
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf/translog"
)

// What recovery needs of a hive beside its keys and values. It is of use to this module alone: the types are
// internal ones.

// Cells returns the hive as bytes, bins, cells and records.
func (h *Hive) Cells() *cells.File { return h.f }

// Replay returns every decision about the transaction logs; nil where none was looked for.
func (h *Hive) Replay() *translog.Result { return h.replay }

// Cell is where the key's nk cell starts, in bytes from the start of the hive bins.
func (k Key) Cell() uint32 { return k.rel }

// Node is the key's nk record, nil for no key.
func (k Key) Node() cells.KeyNode { return k.rec }

// Record is the value's vk record.
func (v Value) Record() cells.KeyValue { return v.rec }
