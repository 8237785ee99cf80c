package hivetest_test

import (
	"fmt"

	"mapihive/hive/hivetest"
)

// A hive as it was, the same hive later, and what a crash in between leaves: a dirty hive and its log.
func ExampleNewLog() {
	image := func(reg string) []byte {
		tree, err := hivetest.Parse(reg)
		if err != nil {
			panic(err)
		}
		img, err := tree.Image()
		if err != nil {
			panic(err)
		}
		return img
	}
	before := image(`
[Profiles\Work]
"001f6700"=utf16:"C:\\Mail\\work.pst"
`)
	after := image(`
[Profiles\Work]
"001f6700"=utf16:"C:\\Mail\\work.pst"
[Profiles\Home]
"001f6700"=utf16:"C:\\Mail\\home.pst"
`)
	const seq = 7
	hive := hivetest.Dirty(before, seq+1, seq)
	log := hivetest.NewLog(before, after, seq, 1)
	fmt.Println(len(hive), len(log), string(log[512:516]))
	// Output: 8192 8192 HvLE
}

// One pointer of a hive, aimed at through the layout.
func ExampleApply() {
	tree, _ := hivetest.Parse("[Profiles\\Work]\n[Profiles\\Home]")
	img, layout, _ := tree.ImageLayout()
	bad := hivetest.Apply(img, layout, hivetest.SelfSubkey("Profiles"))
	fmt.Println(len(bad) == len(img), string(bad) == string(img))
	// Output: true false
}
