// Package dump writes a hive record by record, live and deleted, for people or for programs. A Dump is written as it
// goes along: what it keeps in memory does not grow with it.
package dump
