package exchange

// Left is how much of the memory that a line may take it would leave, and how much that is.
func Left(line []byte) (left, of int, err error) {
	w := weigher{b: line, left: freeMemory + perByte*len(line)}
	of = w.left
	err = w.value(shapeOf[Line](), 0)
	return w.left, of, err
}

// Wrong is what is wrong with the files themselves.
func (j *Join) Wrong() []Skipped { return j.faults }
