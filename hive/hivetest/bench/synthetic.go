package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"

	"mapihive/hive/hivetest"
)

// profileKey is where the synthetic hive keeps the profile that the lookup prints.
const profileKey = `\Software\Microsoft\Office\16.0\Outlook\Profiles\Outlook\0123456789abcdef0123456789abcdef`

// writeHive writes a sound hive like a large user's: vendors times 50 applications times 20 keys with four
// values each, a deleted key in every application, and deep below Software one profile.
func writeHive(path string, vendors int) error {
	t := hivetest.NewTree()
	software := t.Root.Add("Software")
	k := software.Add("Microsoft")
	for _, name := range []string{"Office", "16.0", "Outlook", "Profiles", "Outlook", "0123456789abcdef0123456789abcdef"} {
		k = k.Add(name)
	}
	k.AddValue("001f6700", 3, text(`C:\Users\alice\Documents\Outlook Files\archive.pst`))
	k.AddValue("001f3001", 3, text("Archive"))
	k.AddValue("00033e03", 3, number(33))
	k.AddValue("01020ff9", 3, make([]byte, 16))
	for v := range vendors {
		vendor := software.Add(fmt.Sprintf("Vendor%05d", v))
		for a := range 50 {
			app := vendor.Add(fmt.Sprintf("Application%04d", a))
			app.AddValue("DisplayName", 1, text(fmt.Sprintf("Application %d of vendor %d", a, v)))
			for s := range 20 {
				name := fmt.Sprintf("{4F2C%04X-%04X-11D3-B88A-00104B2A%04X}", v, a, s)
				if s == 19 {
					name = "Ünïcödé キー"
				}
				sub := app.Add(name)
				sub.AddValue("", 1, text(name))
				sub.AddValue("InstallPath", 1, text(fmt.Sprintf(`C:\Program Files\Vendor%05d\Application%04d\%d`, v, a, s)))
				sub.AddValue("Version", 4, number(uint32(s)))
				sub.AddValue("Blob", 3, bytes.Repeat([]byte{byte(s)}, 40))
			}
			gone := app.Add("Deleted")
			gone.Deleted = true
			gone.AddValue("PstPath", 1, text(fmt.Sprintf(`D:\mail\old%05d_%04d.pst`, v, a)))
			gone.AddValue("Flags", 4, number(7))
		}
		if v%100 == 0 {
			vendor.AddValue("BigBlob", 3, make([]byte, 60000))
		}
	}
	img, err := t.Image()
	if err != nil {
		return err
	}
	return os.WriteFile(path, img, 0o600)
}

// text is s as UTF-16LE with its NUL; s holds no characters outside the basic plane.
func text(s string) []byte {
	var b []byte
	for _, r := range s {
		b = binary.LittleEndian.AppendUint16(b, uint16(r))
	}
	return append(b, 0, 0)
}

func number(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }
