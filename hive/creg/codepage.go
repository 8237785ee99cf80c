package creg

import (
	"strconv"

	"mapihive/hive"
)

// codePageKey is where a SYSTEM.DAT, whose root is HKEY_LOCAL_MACHINE, names the ANSI code page of the computer.
const codePageKey = `System\CurrentControlSet\Control\Nls\Codepage`

// CodePage returns the number of the ANSI code page that a SYSTEM.DAT names, in which the text of all registry
// files of the computer is written, and the fact that says so; false where the file names none.
func (h *Hive) CodePage() (number int, fact hive.Fact, ok bool) {
	k, ok := h.Lookup(codePageKey)
	if !ok {
		return 0, hive.Fact{}, false
	}
	v, ok := k.Value("ACP")
	if !ok || v.Type() != hive.RegSz {
		return 0, hive.Fact{}, false
	}
	data, _ := v.Data()
	text := string(cutNUL(data))
	number, err := strconv.Atoi(text)
	if err != nil || number <= 0 {
		return 0, hive.Fact{}, false
	}
	return number, hive.Fact{Key: k.Path(), Value: v.Name(), Place: hive.Place{Offset: v.Offset()}, State: hive.Live, Text: hive.Text(text)}, true
}
