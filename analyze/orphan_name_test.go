package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestGeneratedNames(t *testing.T) {
	for name, want := range map[hive.Text]struct {
		shape string
		made  bool
	}{
		"{0E9A5F6C-1111-2222-3333-44445555AAAA}":    {"#", true},
		"scan 0e9a5f6c-1111-2222-3333-44445555aaaa": {"SCAN #", true},
		"{0E9A5F6C-1111-2222-3333-44445555AAAA":     {"{#", true},
		"0E9A5F6C11112222333344445555AAAA":          {"#", true},
		"Scan-4711":                                 {"SCAN-#", true},
		"Scan4711":                                  {"SCAN#", true},
		"svc_5f3c":                                  {"SVC_#", false},
		"svc_5f3c0012":                              {"SVC_#", true},
		"Outlook":                                   {"OUTLOOK", false},
		"Outlook 2010":                              {"OUTLOOK #", false},
		"Backup 20240131":                           {"BACKUP #", false},
		"Backup 20241331":                           {"BACKUP #", true},
		"Outlook 365":                               {"OUTLOOK #", false},
		"Cafe":                                      {"CAFE", false},
		"deadbeef":                                  {"DEADBEEF", false},
		"":                                          {"", false},
		"\xed\xa0\x80 7":                            {"\xed\xa0\x80 #", false},
	} {
		shape, made := generated(name)
		require.Equal(t, want.shape, shape, name)
		require.Equal(t, want.made, made, name)
	}
}
