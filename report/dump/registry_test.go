package dump

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/codepage"
	"mapihive/hive/creg"
	"mapihive/hive/hivetest/cregtest"
)

// A registry file of Windows 9x has neither times nor owners; of its text the bytes are those of the file.
func TestDumpRegistry(t *testing.T) {
	img := cregtest.Build(t, "[.DEFAULT\\Mail]\n\"path\"=\"C:\\\\M\u00fcll\"\n\"n\"=dword:2a\n\"Password\"=\"hunter2\"\n[.DEFAULT\\Mail\\Below]")
	page, _ := codepage.New(1251, "")
	h, err := creg.Read(t.Context(), img, creg.Options{CodePage: page})
	require.NoError(t, err)
	dump := func(form Form) string {
		d := Dump{Path: "USER.DAT", Registry: h.View().(Registry), Format: "creg", Below: `.DEFAULT\Mail`, Form: form, Width: 80}
		var b bytes.Buffer
		require.NoError(t, d.Write(t.Context(), &b))
		return b.String()
	}
	k, ok := h.Lookup(`.DEFAULT\Mail`)
	require.True(t, ok)
	require.Equal(t, int64(120), k.Offset())
	sum := "# sha256 " + h.SHA256() + "\n"
	require.Equal(t, "# hive USER.DAT\n# creg 1.0, sound, 8224 bytes\n"+sum+`
[.DEFAULT\Mail]  @120
  "path"  REG_SZ  7  @4212  "C:\Mьll"
  "n"  REG_DWORD  4  @4235  0x0000002a (42)
  "Password"  REG_SZ  @4252  stored

[.DEFAULT\Mail\Below]  @148

# 2 keys and 3 values, 0 keys and 0 values deleted
# end
`, dump(Text))
	require.Equal(t, `{"record":"hive","path":"USER.DAT","size":8224,"sha256":"`+h.SHA256()+`","format":"creg","version":"1.0","state":"sound","below":".DEFAULT\\Mail","logs":[]}
{"record":"key","path":".DEFAULT\\Mail","name":"Mail","offset":120,"state":"live"}
{"record":"value","path":".DEFAULT\\Mail","name":"path","type":"REG_SZ","size":7,"data":"433a5c4dfc6c6c","text":"C:\\Mьll","offset":4212,"state":"live"}
{"record":"value","path":".DEFAULT\\Mail","name":"n","type":"REG_DWORD","size":4,"data":"2a000000","number":42,"offset":4235,"state":"live"}
{"record":"value","path":".DEFAULT\\Mail","name":"Password","type":"REG_SZ","secret":true,"offset":4252,"state":"live"}
{"record":"key","path":".DEFAULT\\Mail\\Below","name":"Below","offset":148,"state":"live"}
{"record":"end","whole":true,"keys":2,"values":3,"recovered_keys":0,"recovered_values":0,"unplaced":0}
`, dump(JSONL))
}
