// Package pst reads what an Outlook data file says of itself: its format, its size, the state of its allocation maps
// and the record key of its message store, which is the file's identity. It reads no folder and no message.
//
// The layout is that of [MS-PST]; numbers of sections in comments are those of that document. What it leaves open was
// seen in real files. Files with pages of 4,096 bytes (OST files of Outlook 2013 and later) are named; their message
// store is not read.
//
// Start with Read.
package pst
