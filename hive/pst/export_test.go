package pst

// Encode returns what encodes blocks for the test kit: the inverse of what is read. That of permute is told by
// decoding every byte; cyclic encoding is its own inverse.
func Encode(method byte) func(data []byte, bid uint64) {
	return func(data []byte, bid uint64) {
		switch method {
		case cryptPermute:
			for i, c := range data {
				data[i] = tableR[c]
			}
		case cryptCyclic:
			cyclic(data, uint32(bid))
		}
	}
}
