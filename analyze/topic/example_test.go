package topic_test

import (
	"fmt"

	"mapihive/analyze"
	"mapihive/analyze/topic"
)

// What a word means that somebody has in hand: here an error that Outlook showed.
func ExampleFind() {
	found, err := topic.Find(analyze.All(), "0x8004011d")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range found {
		fmt.Println(t.Name, t.Also)
		fmt.Println(t.Rules[0])
	}
	// Output:
	// MAPI_E_FAILONEPROVIDER [0x8004011D -2147221219]
	// pst-path/case
}
