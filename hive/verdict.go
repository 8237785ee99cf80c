package hive

// Damage reports whether diagnostics of this kind mean that bytes of the hive are broken. The others are
// notes: a limit of the reader, a log that cannot be used, what Windows itself leaves behind. A note never
// makes a hive damaged.
func (k Kind) Damage() bool {
	switch k {
	case KindBaseSequence, KindTail, KindForeignBins, KindUnusedCells, KindDepth, KindSecurityCount, KindLog, KindProperty, KindLine, KindRemoval, KindLimit:
		return false
	}
	return true
}

// Damage reports whether the kind means damage or is a note.
func (d KindDoc) Damage() bool { return d.Kind.Damage() }
