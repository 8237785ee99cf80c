package regf

// Limits of the tree, as those of package cells.
const (
	// maxTypes is how many unusual types of live values are remembered; SAM, which stores numbers of
	// accounts as types, has fewer.
	maxTypes = 4096

	// emitFactor and emitSlack bound the value data one pass hands out: emitFactor times what the file
	// holds plus emitSlack bytes. Honest hives hand out each byte once; a forged one may name the same cell
	// from every value.
	emitFactor = 3
	emitSlack  = 64 << 20
)
