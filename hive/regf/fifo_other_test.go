//go:build !unix

package regf

import "errors"

func mkfifo(string) error { return errors.ErrUnsupported }
