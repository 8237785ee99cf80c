// Package cregtest is the part of the test kit for registry files of Windows 95, 98 and Me (CREG): it turns the registry
// text of package hivetest into such a file and breaks one field of it at a time. It shares no code with the reader;
// its ground truth is the layout of real files and the program cregexport.
//
// Text is stored one byte a character, U+0000 to U+00FF: write \u0083\u0086 for two bytes of a code page. Data of
// type REG_SZ, REG_EXPAND_SZ and REG_MULTI_SZ, which the registry text holds as UTF-16LE, become such text; as
// Windows does, REG_SZ is stored without its NUL. What the format has no place for is left out: times, class names,
// owners, flags. A deleted key is written and then freed. A deleted value, and the reuse of a freed place, are
// errors.
package cregtest
