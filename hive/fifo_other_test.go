//go:build !unix

package hive

import "errors"

func mkfifo(string) error { return errors.ErrUnsupported }
