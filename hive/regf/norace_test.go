//go:build !race

package regf_test

const raced = false
