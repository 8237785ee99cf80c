// Command reg2hive writes a hive from registry text in the dialect of package hivetest.
//
//	go run ./hive/hivetest/reg2hive IN.reg OUT.DAT
package main

import (
	"fmt"
	"os"

	"mapihive/hive/hivetest"
)

//go:generate go run . ../../../testdata/demo.reg ../../../testdata/demo-NTUSER.DAT

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: reg2hive IN.reg OUT.DAT")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "reg2hive:", err)
		os.Exit(1)
	}
}

func write(in, out string) error {
	tree, err := hivetest.ParseFile(in)
	if err != nil {
		return err // says where
	}
	image, err := tree.Image()
	if err != nil {
		return err
	}
	return os.WriteFile(out, image, 0o644)
}
