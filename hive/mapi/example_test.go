package mapi_test

import (
	"context"
	"fmt"
	"log"

	"mapihive/hive/mapi"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
)

// Every profile of a hive, live or in Deleted Profiles, with the stores it opens and the values that say so.
func Example() {
	ctx := context.Background()
	h, err := regf.OpenPath(ctx, "../../testdata/demo-NTUSER.DAT", regf.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer h.Close()
	found, err := mapi.Read(ctx, h.View(), mapi.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range found.Profiles {
		fmt.Printf("%s (%s), %d services\n", p.Name, p.State, len(p.Services))
		for _, ref := range p.Paths {
			if ref.Source == mapi.SourceProvider {
				fmt.Printf("  %s, value %s at offset %d\n", ref.Path, ref.Fact.Value, ref.Fact.Offset)
			}
		}
	}
	// Output:
	// Backup (live), 1 services
	//   C:\Users\alice\..\alice\Documents\Outlook Files\Archive.pst, value 001f6700 at offset 10320
	// Mail Scanner (live), 1 services
	//   c:\users\alice\documents\outlook files\archive.pst, value 001f6700 at offset 12656
	// Outlook (live), 2 services
	//   C:\Users\alice\Documents\Outlook Files\Archive.pst, value 001f6700 at offset 17088
	//   C:\Users\alice\AppData\Local\Microsoft\Outlook\outlook.ost, value 001f6610 at offset 18328
	// Outlook 2009 (live), 1 services
	//   C:\Users\alice\AppData\Local\Microsoft\Outlook\outlook2009.ost, value 001f6610 at offset 19720
	// Mail Scanner (deleted), 1 services
	//   c:\users\alice\documents\outlook files\archive.pst, value 001f6700 at offset 8808
}

// Deleted keys and values give profiles too, with a confidence and what is missing.
func ExampleRecovered() {
	ctx := context.Background()
	h, err := regf.OpenPath(ctx, "../../testdata/demo-NTUSER.DAT", regf.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer h.Close()
	recovery, err := lost.Recover(ctx, h)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range mapi.Recovered(h.View(), recovery, mapi.Options{}).Profiles {
		fmt.Println(p.Name, p.State, p.Confidence)
	}
	// Output:
	// Project 2008 recovered high
}
