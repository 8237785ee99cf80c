//go:build !unix

package regf_test

import "errors"

func mkfifo(string) error { return errors.ErrUnsupported }
