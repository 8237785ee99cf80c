package winpath

// Steps are what was done to a path to bring it to its normal form.
type Steps uint8

// The steps of Normal, in the order in which they are told.
const (
	Prefix  Steps = 1 << iota // \\?\ or \\.\ was dropped, or its \\?\UNC\ form made plain
	Slashes                   // "/" became "\"
	Doubled                   // separators that follow each other became one
	Dots                      // "." and ".." were resolved
	Ends                      // full stops or spaces at the end of a component were dropped
)

// stepWords names the steps by their bits.
var stepWords = [...]string{
	`the prefix dropped`,
	`"/" taken as "\"`,
	`doubled separators made one`,
	`"." and ".." resolved`,
	`full stops and spaces at the end dropped`,
}

// Words names each step for a reader.
func (s Steps) Words() (words []string) {
	for i, w := range stepWords {
		if s&(1<<i) != 0 {
			words = append(words, w)
		}
	}
	return words
}
