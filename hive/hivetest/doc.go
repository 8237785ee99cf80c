// Package hivetest is the test kit for everything that reads hives. It turns registry text (.reg) into a
// hive image, and then does to the image what users, crashes and attackers do: it deletes keys and values
// the way Windows frees them, breaks one field at a time, and splits a change into a dirty hive and its
// transaction logs.
//
// Build is where most tests start: text in, image out. ParseFile reads a text from a file, with what it
// includes; its Tree has the Image and the Wants. BuildLayout, Apply and Classes are for damage, NewLog,
// OldLog and Dirty for transaction logs.
//
// It also knows where the real hives lie that tests read where they are there: Real and RealHives.
//
// It shares no code with package hive, so a mistake in the reader cannot be hidden by the same mistake in
// the kit. Its ground truth is the public regf format description and the programs hivexsh, reglookup and
// regfexport, which the tests run over the images.
//
//	img := hivetest.Build(t, `
//	;@ hive minor=3 name="\\??\\C:\\Users\\alice\\NTUSER.DAT"
//
//	;@ lastwrite 2019-03-05T08:00:00.1234567Z
//	[Software\Microsoft\Office\16.0\Outlook\Profiles\Work\0a0d020000000000c000000000000046]
//	"001f6700"=utf16:"C:\\Mail\\work.pst"   ; want conflict
//	;@ deleted
//	"001e6700"=ansi:"C:\\Mail\\old.pst"
//	`)
//
// # The text
//
// The text is what regedit writes as "Windows Registry Editor Version 5.00" (UTF-8; the heading may be
// left out), with paths relative to the root of the hive. A leading HKEY_CURRENT_USER or HKEY_USERS\name
// is accepted and dropped; [HKEY_CURRENT_USER], [\] and [] name the root itself. Keys named only on the
// way to another key are made. A key may be opened again to add to it. Deletions ([-key], "name"=-) are
// errors, and so is a value named twice in one key.
//
// In names and in quoted text, \uXXXX (four hexadecimal digits) is one UTF-16 unit, so control characters
// and lone surrogates can be written. In a key path this makes a name that itself starts with u and four
// hexadecimal digits ambiguous: write its first letter as \u0075.
//
// Data forms. The first four are regedit's; N is a type number in hexadecimal, up to 32 bits; in the hex
// forms a byte may be repeated, as in 41*20000; hex and multi lines continue after a backslash.
//
//	"text"                REG_SZ, UTF-16LE with its NUL
//	dword:0000002a        REG_DWORD
//	hex:01,02             REG_BINARY
//	hex(N):01,02          type N
//	qword:2a              REG_QWORD
//	expand:"text"         REG_EXPAND_SZ, UTF-16LE with its NUL
//	multi:"a","b"         REG_MULTI_SZ, each string with its NUL and one more at the end
//	utf16:"text"          REG_BINARY holding UTF-16LE with its NUL: how Outlook stores PT_UNICODE
//	ansi:"text"           REG_BINARY holding Latin-1 with its NUL: how Outlook stores PT_STRING8
//
// # Directives
//
// A directive is a comment to regedit. It stands on its own line before the key or value it is about.
//
//	;@ lastwrite 2010-07-20T12:34:56.1234567Z    key: last written time (or 0x and a raw FILETIME)
//	;@ class "text"                              key: class name
//	;@ owner S-1-5-21-1-2-3-1001                 key: owner in its security descriptor; subkeys inherit
//	;@ flags 0x80                                key: bits added to the nk flags
//	;@ utf16                                     key or value: name stored as UTF-16 although Latin-1 would do
//	;@ deleted                                   key with all below it, or value: written, then freed
//	;@ reuse record [A\B]                        value: stored where the freed nk of A\B was
//	;@ reuse record [A\B] "v"                    value: stored where the freed vk of v (or @) was
//	;@ reuse data [A\B] "v"                      value: stored where the freed data of v was
//
// With reuse, the cell that goes to the freed place is the data cell of the value, or its vk when the
// data fits into the vk (four bytes or less).
//
// One directive is for the whole file and stands before the first key; each field may be left out:
//
//	;@ hive minor=5 seq=2/1 name="NTUSER.DAT" root="ROOT" lastwritten=2010-07-20T12:00:00Z leaf=4 freelinks=4
//
// minor is the minor version 1..6 (default 5); seq the two sequence numbers (default 1/1; unequal means
// dirty); leaf the number of subkeys a list holds before it is split under an ri list (default 507 for lf
// and lh, 1014 for li); freelinks the bytes a free cell's head loses to the free list (Windows 2000: 4,
// NT 3.x: 8; default 8 for minor 1, else 0).
//
// A deleted key does not hide a live one of the same name: [K] after a deleted [K] opens a new, live key.
// A path goes through the key of that name written last.
//
// # Common parts
//
// What many texts need stands in a file of its own:
//
//	[Software\Microsoft\Office\16.0\Outlook\Profiles\Work]
//	;@ include parts/pst.reg n=01
//
// The paths of the included text start at the key before the directive, here that of the profile (at the
// root if there is none), and a value after the directive belongs to that key again. In the included text
// $(n) stands for the argument n, a word or a text in quotation marks, put in as it is; every argument has
// to be used and every placeholder to have one. An included file adds keys and values and never changes
// what another gave, so leave out of it what cases differ in, and open the key again to say it:
//
//	[Software\Microsoft\Office\16.0\Outlook\Profiles\Work\c1015c1e7d40b84f9a3e60d2f79b01c1]
//	"001f6700"=utf16:"C:\\Mail\\work.pst"   ; want conflict
//
// Names are slash-separated and start at the folder of the file that ParseFile was given; nothing outside
// it is read. Included files may include others, but not themselves.
//
// # Wants
//
// A comment "; want TEXT", at the end of a line or on its own line, says what a test expects about the
// key or value on that line or before it. See Wants.
//
// # Damage and logs
//
// BuildLayout says where each record lies and what was deleted. Damages aim through that layout and are
// done with Apply; Classes lists every kind of hostile input, ready made. NewLog and OldLog write the
// transaction log that takes one image to another, Dirty makes the hive such a log belongs to.
package hivetest
