//go:build race

package regf_test

// raced: the race detector keeps a shadow of all memory that is looked at, so that none can be measured.
const raced = true
