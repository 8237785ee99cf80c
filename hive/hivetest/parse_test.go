package hivetest

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestParseData(t *testing.T) {
	for _, tc := range []struct {
		text string
		typ  uint32
		data string
	}{
		{`"ab"`, 1, "a\x00b\x00\x00\x00"},
		{`""`, 1, "\x00\x00"},
		{`"a\\b\"c"`, 1, "a\x00\\\x00b\x00\"\x00c\x00\x00\x00"},
		{`"\ud800"`, 1, "\x00\xd8\x00\x00"},
		{`"x; y" ; a comment`, 1, "x\x00;\x00 \x00y\x00\x00\x00"},
		{`dword:2a`, 4, "\x2a\x00\x00\x00"},
		{`qword:100000000 ; c`, 11, "\x00\x00\x00\x00\x01\x00\x00\x00"},
		{`hex:`, 3, ""},
		{`hex:00,FF,41*3`, 3, "\x00\xffAAA"},
		{`hex(0):01`, 0, "\x01"},
		{`hex(ffff0012):01 ; c`, 0xffff0012, "\x01"},
		{`expand:"%x%"`, 2, "%\x00x\x00%\x00\x00\x00"},
		{`multi:"a","b"`, 7, "a\x00\x00\x00b\x00\x00\x00\x00\x00"},
		{`multi:""`, 7, "\x00\x00\x00\x00"},
		{`multi: ; none`, 7, "\x00\x00"},
		{`utf16:"C:\\x"`, 3, "C\x00:\x00\\\x00x\x00\x00\x00"},
		{`ansi:"\u00e9"`, 3, "\xe9\x00"},
		{"hex:01,\\\r\n  02,\\\r\n 03", 3, "\x01\x02\x03"},
		{"multi:\"a\",\\\n \"b\"", 7, "a\x00\x00\x00b\x00\x00\x00\x00\x00"},
	} {
		tree, err := Parse("[K]\r\n\"v\"=" + tc.text)
		require.NoError(t, err, tc.text)
		v := tree.Root.Subkeys[0].Values[0]
		require.Equal(t, tc.typ, v.Type, tc.text)
		require.Equal(t, tc.data, string(v.Data), tc.text)
		require.Equal(t, 2, v.Line)
	}
}

func TestParsePaths(t *testing.T) {
	for text, want := range map[string]string{
		`[A\B]`:                        `A\B`,
		`[HKEY_CURRENT_USER\A]`:        `A`,
		`[hkey_current_user\A]`:        `A`,
		`[HKEY_USERS\S-1-5-21\A\B]`:    `A\B`,
		`[HKEY_USERS\S-1-5-21]`:        ``,
		`[HKEY_CURRENT_USER]`:          ``,
		`[\]`:                          ``,
		`[]`:                           ``,
		`[a]b]`:                        `a]b`,
		`[a;b] ; c`:                    `a;b`,
		`[u0041\\u0075face]`:           `u0041\uface`,
		`[x\u005cy]`:                   `x\u005cy`,
		`[A\\ud801\]`:                  "",
		`[-A]`:                         "",
		`[HKEY_LOCAL_MACHINE\A]`:       "",
		"[A\\B\\\u65e5]":               "A\\B\u65e5",
		`[text/html\Software\a "b" c]`: `text/html\Software\a "b" c`,
	} {
		tree, err := Parse(text + "\n@=dword:1")
		switch text {
		case `[A\\ud801\]`, `[-A]`, `[HKEY_LOCAL_MACHINE\A]`:
			require.Error(t, err, text)
			continue
		}
		require.NoError(t, err, text)
		k, path := tree.Root, ""
		for len(k.Subkeys) > 0 {
			k = k.Subkeys[0]
			path = JoinPath(path, k.Name)
		}
		if text == "[A\\B\\\u65e5]" {
			want = "A\\B\\\u65e5"
		}
		require.Equal(t, want, path, text)
		require.Len(t, k.Values, 1, text)
	}
}

func TestParseErrorsNameTheLine(t *testing.T) {
	for text, line := range map[string]int{
		"REGEDIT4":                          1,
		"[K]\n\nnonsense":                   3,
		"\"v\"=dword:1":                     1,
		"[K":                                1,
		"[A\\\\B]":                          1,
		"[HKEY_USERS]":                      1,
		"[K]\n\"v\"=-":                      2,
		"[K]\n\"v=dword:1":                  2,
		"[K]\n\"v\":dword:1":                2,
		"[K]\n\"v\"=\"a":                    2,
		"[K]\n\"v\"=\"a\\b\"":               2,
		"[K]\n\"v\"=\"a\" b":                2,
		"[K]\n\"v\"=dword:1ffffffff":        2,
		"[K]\n\"v\"=dword:":                 2,
		"[K]\n\"v\"=qword:x":                2,
		"[K]\n\"v\"=hex:1,xx":               2,
		"[K]\n\"v\"=hex:100":                2,
		"[K]\n\"v\"=hex:01,\\":              2,
		"[K]\n\"v\"=hex:01*99999999999":     2,
		"[K]\n\"v\"=hex(zz):01":             2,
		"[K]\n\"v\"=hex(1:01":               2,
		"[K]\n\"v\"=what:01":                2,
		"[K]\n\"v\"=nothing":                2,
		"[K]\n\"v\"=ansi:\"\u65e5\"":        2,
		"[K]\n\"v\"=multi:\"a\",":           2,
		"[K]\n\"v\"=dword:1\n\"V\"=dword:2": 3,
		"[K]\n\"v\"=\"\xff\"":               2,
		";@ what\n[K]":                      1,
		";@ deleted\n;@ deleted\n[K]":       2,
		"[K]\n;@ deleted":                   2,
		"[K]\n;@ lastwrite 2010-07-20T12:00:00Z\n@=\"\"": 3,
		";@ reuse data [K] @\n[K]":                       2,
		";@ lastwrite yesterday\n[K]":                    1,
		";@ class text\n[K]":                             1,
		";@ class \"a\" b\n[K]":                          1,
		";@ owner alice\n[K]":                            1,
		";@ flags 0x12345\n[K]":                          1,
		";@ utf16 yes\n[K]":                              1,
		";@ deleted\n[]":                                 2,
		"[K]\n;@ hive minor=3":                           2,
		";@ hive minor=three":                            1,
		";@ hive major=1":                                1,
		";@ hive minor":                                  1,
		";@ hive name=\"x":                               1,
		"[K]\n;@ reuse record":                           2,
		"[K]\n;@ reuse [K]":                              2,
		"[K]\n;@ reuse data [K]":                         2,
		"[K]\n;@ reuse data [K] v":                       2,
		"[K]\n;@ reuse data [K\\] @":                     2,
		"[K]\n;@ deleted\n;@ reuse record [K]\n@=\"\"":   4,
		"; want x":                                       1,
	} {
		_, err := Parse(text)
		var pe *ParseError
		require.True(t, errors.As(err, &pe), "%q: %v", text, err)
		require.Equal(t, line, pe.Line, "%q: %v", text, err)
		require.NotNil(t, errors.Unwrap(err))
	}
}

func TestWants(t *testing.T) {
	wants := Wants(`
[A\B] ; want key thing
"v"="; want not this" ; a comment ; want first; want second
; an ordinary comment
; want third
@=dword:1
; want default

[C]
; want c
"big"=hex:01,\
  02 ; want after lines
"m"=multi:"x" ; want multi
`)
	require.Equal(t, []Want{
		{"", 2, `A\B`, "", true, "key thing"},
		{"", 3, `A\B`, "v", false, "first"},
		{"", 3, `A\B`, "v", false, "second"},
		{"", 5, `A\B`, "v", false, "third"},
		{"", 7, `A\B`, "", false, "default"},
		{"", 10, `C`, "", true, "c"},
		{"", 12, `C`, "big", false, "after lines"},
		{"", 13, `C`, "m", false, "multi"},
	}, wants)
	require.Equal(t, `line 2: [A\B]: want key thing`, wants[0].String())
	require.Equal(t, `line 3: [A\B] "v": want first`, wants[1].String())
	require.Panics(t, func() { Wants("[K") })
}

func FuzzParse(f *testing.F) {
	f.Add(richText)
	f.Add(deletedText)
	f.Add("[A]\n;@ include a.reg\n[]\n@=\"x\"")
	f.Add(strings.ReplaceAll(richText, "\n", "\r\n"))
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 || strings.Contains(text, "*") {
			return // repeated bytes make big images, not new paths
		}
		// Included by itself and by another, so that every text is also an included one.
		tree, err := ParseFS(fstest.MapFS{
			"a.reg": {Data: []byte(text)},
			"b.reg": {Data: []byte("[In\\Side]\n;@ include a.reg\n")},
		}, "b.reg")
		if err != nil {
			tree, err = Parse(text)
		}
		if err != nil {
			return
		}
		if tree.Header.Minor < 1 || tree.Header.Minor > 6 {
			return
		}
		img, err := tree.Image()
		if err != nil {
			return
		}
		auditImage(img)
	})
}
