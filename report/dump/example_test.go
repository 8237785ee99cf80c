package dump_test

import (
	"context"
	"log"
	"os"

	"mapihive/hive/readonly"
	"mapihive/hive/regf"
	"mapihive/report/dump"
)

// A key and what is below it, record by record.
func Example() {
	ctx := context.Background()
	h, err := regf.Open(ctx, readonly.Folder("../../testdata"), "demo-NTUSER.DAT", regf.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer h.Close()
	d := dump.Dump{Path: "demo-NTUSER.DAT", Hive: h, Below: "Network", Width: 60}
	if err := d.Write(ctx, os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// # hive demo-NTUSER.DAT
	// # regf 1.3, clean, 24576 bytes
	// # sha256 b44615573cb5a49dccf750c655b09b641e4725ba8bf34bfcfcd0227fbd61bd33
	// # base block: last write 2011-03-08T17:02:11.0046871Z
	// # base block: sequence numbers 417 and 417, file name "\??\C:\Users\alice\ntuser.dat"
	//
	// [Network]  @4408  2011-03-08T17:02:11.0046871Z
	//
	// [Network\P]  @4496  2011-03-08T17:02:11.0046871Z
	//   "RemotePath"  REG_SZ  26  @4616  "\\files\mail"
	//   "ProviderName"  REG_SZ  52  @4712  "Microsoft Windows Network"
	//   "ConnectionType"  REG_DWORD  4  @4752  0x00000001 (1)
	//
	// # 2 keys and 3 values, 0 keys and 0 values deleted
	// # end
}
