package hive

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadValueData(t *testing.T) {
	for _, c := range []struct {
		name string
		typ  ValueType
		data string
		form Form
		want any // Text, []Text or uint64
		note string
	}{
		{"SZ", RegSz, "a\x00b\x00\x00\x00", FormText, Text("ab"), ""},
		{"EXPAND_SZ", RegExpandSz, "%\x00\x00\x00", FormText, Text("%"), ""},
		{"LINK without NUL", RegLink, "\\\x00R\x00", FormText, Text(`\R`), ""},
		{"SZ without NUL", RegSz, "a\x00", FormText, Text("a"), ""},
		{"SZ empty", RegSz, "", FormText, Text(""), ""},
		{"SZ of one NUL", RegSz, "\x00\x00", FormText, Text(""), ""},
		{"SZ padded with NUL", RegSz, "a\x00\x00\x00\x00\x00", FormText, Text("a"), ""},
		{"SZ with a tail", RegSz, "a\x00\x00\x00b\x00", FormText, Text("a"), "trailing-data: bytes after the end of the text: 2"},
		{"SZ with an odd byte", RegSz, "a\x00\xff", FormText, Text("a"), "trailing-data: bytes after the end of the text: 1; odd-length: the last byte is no whole character"},
		{"SZ with an odd NUL", RegSz, "a\x00\x00", FormText, Text("a"), "odd-length: the last byte is no whole character"},
		{"SZ with a lone surrogate", RegSz, "\x00\xd8\x00\x00", FormText, Text("\xed\xa0\x80"), ""},
		{"SZ of Han characters", RegSz, "\x2d\x4e\x00\x00", FormText, Text("中"), ""},
		{"SZ that looks like ASCII", RegSz, "C:\\a\x00", FormText, Text("㩃慜"), `odd-length: the last byte is no whole character; looks like ASCII: "C:\\a"`},
		{"SZ that may be ASCII", RegSz, "abc\x00", FormText, Text("扡c"), `looks like ASCII: "abc"`},

		{"MULTI_SZ", RegMultiSz, "a\x00\x00\x00b\x00\x00\x00\x00\x00", FormTexts, []Text{"a", "b"}, ""},
		{"MULTI_SZ without its last NUL", RegMultiSz, "a\x00\x00\x00b\x00\x00\x00", FormTexts, []Text{"a", "b"}, ""},
		{"MULTI_SZ without any NUL", RegMultiSz, "a\x00b\x00", FormTexts, []Text{"ab"}, ""},
		{"MULTI_SZ of nothing", RegMultiSz, "", FormTexts, []Text(nil), ""},
		{"MULTI_SZ of one NUL", RegMultiSz, "\x00\x00", FormTexts, []Text(nil), ""},
		{"MULTI_SZ with a tail", RegMultiSz, "a\x00\x00\x00\x00\x00b\x00", FormTexts, []Text{"a"}, "trailing-data: bytes after the end of the text: 2"},
		{"MULTI_SZ behind an empty text", RegMultiSz, "\x00\x00b\x00\x00\x00", FormTexts, []Text(nil), "trailing-data: bytes after the end of the text: 4"},
		{"MULTI_SZ with an odd byte", RegMultiSz, "a\x00\x00\x00b", FormTexts, []Text{"a"}, "trailing-data: bytes after the end of the text: 1; odd-length: the last byte is no whole character"},

		{"DWORD", RegDword, "\x2a\x00\x00\x01", FormNumber, uint64(0x0100002a), ""},
		{"DWORD big endian", RegDwordBigEndian, "\x01\x00\x00\x2a", FormNumber, uint64(0x0100002a), ""},
		{"QWORD", RegQword, "\x2a\x00\x00\x00\x00\x00\x00\x01", FormNumber, uint64(0x010000000000002a), ""},
		{"DWORD of 3 bytes", RegDword, "\x2a\x00\x00", FormBytes, nil, "the length does not fit the type"},
		{"DWORD of 8 bytes", RegDword, "\x2a\x00\x00\x00\x00\x00\x00\x01", FormBytes, nil, "the length does not fit the type"},
		{"DWORD without data", RegDwordBigEndian, "", FormBytes, nil, "the length does not fit the type"},
		{"QWORD of 4 bytes", RegQword, "\x2a\x00\x00\x00", FormBytes, nil, "the length does not fit the type"},

		{"NONE", RegNone, "a\x00\x00\x00", FormBytes, nil, ""},
		{"BINARY", RegBinary, "a\x00\x00\x00", FormBytes, nil, ""},
		{"RESOURCE_LIST", RegResourceList, "a", FormBytes, nil, ""},
		{"unknown", 0xFFFF0012, "a\x00\x00\x00", FormBytes, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.typ.Read([]byte(c.data))
			require.Equal(t, c.form, r.Form)
			require.Equal(t, c.note, r.Note())
			switch c.form {
			case FormText:
				require.Equal(t, c.want, r.Text())
			case FormTexts:
				require.Equal(t, c.want, slices.Collect(r.Texts()))
			case FormNumber:
				require.Equal(t, c.want, r.Number)
			}
		})
	}
}

// FuzzReadValueData: whatever the bytes, a reading ends, and what it hands out is part of the data.
func FuzzReadValueData(f *testing.F) {
	f.Add(uint32(RegSz), []byte("a\x00\x00\x00b"))
	f.Add(uint32(RegMultiSz), []byte("a\x00\x00\x00b\x00\x00\x00\x00\x00c"))
	f.Fuzz(func(t *testing.T, typ uint32, data []byte) {
		r := ValueType(typ).Read(data)
		r.Note()
		size := 0
		for text := range r.Texts() {
			size += len(EncodeUTF16(text)) + 2
		}
		require.LessOrEqual(t, size, len(data)+2)
		require.LessOrEqual(t, len(r.Units)+len(r.Rest), len(data))
		if r.Form == FormText {
			require.Equal(t, r.Units, EncodeUTF16(r.Text()))
		}
	})
}
