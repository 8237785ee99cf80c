package prop_test

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// A value of a profile section, decoded: its name is the tag, eight hexadecimal digits of which the last four are the
// property's type.
func ExampleDecode() {
	p := prop.Decode(prop.Value{Name: "001f6700", Type: 3, Data: hive.EncodeUTF16("C:\\Mail\\a.pst\x00")}, nil)
	path, ok := p.Text()
	fmt.Println(p.Name(), p.Type(), path, ok)

	// What a tag in the range of providers means depends on the section.
	p = prop.Decode(prop.Value{Name: "00036601", Type: 3, Data: []byte{0x84, 1, 0, 0}}, nil).In(prop.CtxExchange)
	fmt.Println(p.Name(), p.Flags())

	p = prop.Decode(prop.Value{Name: "00033e03", Type: 3, Data: []byte{1}}, nil)
	_, ok = p.Long()
	fmt.Println(p.Name(), ok, p.Problem)
	// Output:
	// PR_PST_PATH PT_UNICODE C:\Mail\a.pst true
	// PR_PROFILE_CONFIG_FLAGS [SHOW_CONNECT_UI OST_CACHE_PRIVATE]
	// PR_RESOURCE_TYPE false PT_LONG needs 4 bytes, has 1
}
