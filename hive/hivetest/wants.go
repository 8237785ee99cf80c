package hivetest

import "fmt"

// Want is what a registry text says a test should expect: a comment "; want TEXT".
type Want struct {
	File  string // it stands in; "" for a text that was not read from a file
	Line  int    // line of the comment
	Key   string // path of the key, relative to the root
	Value string // name of the value; "" with OnKey unset is the default value
	OnKey bool   // the expectation is about the key itself
	Text  string // what stands after "want", without the space around it
}

// String names the place and the text, for failure messages.
func (w Want) String() string {
	at := fmt.Sprintf("line %d: [%s]", w.Line, w.Key)
	if w.File != "" {
		at = w.File + ": " + at
	}
	if !w.OnKey {
		at += fmt.Sprintf(" %q", w.Value)
	}
	return at + ": want " + w.Text
}

// Wants collects the expectations of a registry text in the order they stand there. It panics if the text
// is wrong, as a test with unreadable expectations must not pass.
func Wants(reg string) []Want {
	tree, err := Parse(reg)
	if err != nil {
		panic(fmt.Sprintf("hivetest: %v", err))
	}
	return tree.Wants
}
