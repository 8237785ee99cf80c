package regtext_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"mapihive/hive/regtext"
)

// The keys of registry text, and what Windows would not import of it.
func ExampleRead() {
	text := "REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\Software\\A]\r\n\"x\"=\"y\"\r\n\"broken\"=dword:xyz\r\n"
	f, err := regtext.Read(context.Background(), strings.NewReader(text), regtext.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range f.Hives {
		keys, values := h.Counts()
		fmt.Println(h.Name(), keys, values)
		for _, d := range h.Diagnostics() {
			fmt.Println(d.Line, d.Kind)
		}
	}
	// Output:
	// HKEY_CURRENT_USER 3 1
	// 5 text-line
}

// Registry text that regedit imports; with UTF8 false it is UTF-16, as regedit writes it.
func ExampleWrite() {
	t := regtext.Text{UTF8: true}
	t.Key(`Software\A`)
	t.Value("x", 4, []byte{7, 0, 0, 0})
	if err := regtext.Write(os.Stdout, &t); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Windows Registry Editor Version 5.00
	//
	// [HKEY_CURRENT_USER\Software\A]
	// "x"=dword:00000007
}
