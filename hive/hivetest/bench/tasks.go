package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
)

// runTask does one task in this process.
func runTask(task string, args []string) error {
	if task == "under" {
		return under(args)
	}
	tasks := map[string]func(string) error{"walk": walk, "recover": recoverDeleted, "read": read, "sum": sum, "floor": floorWalk, "mapped": floorMapped}
	do, known := tasks[task]
	if !known || len(args) != 1 {
		return fmt.Errorf("unknown task %q", task)
	}
	return do(args[0])
}

func read(path string) error {
	_, err := os.ReadFile(path)
	return err
}

// sum hashes every file at a path, one after the other, with the room of one read.
func sum(path string) error {
	buf, hash, files := make([]byte, 1<<20), sha256.New(), 0
	err := filepath.WalkDir(path, func(file string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		files++
		hash.Reset()
		_, err = io.CopyBuffer(struct{ io.Writer }{hash}, struct{ io.Reader }{f}, buf)
		hash.Sum(nil)
		return err
	})
	fmt.Println(files, "files hashed")
	return err
}

// recoverDeleted finds every deleted record of a hive.
func recoverDeleted(path string) error {
	ctx := context.Background()
	h, err := regf.OpenPath(ctx, path, regf.Options{NoHash: true, NoLogs: true})
	if err != nil {
		return err
	}
	r, err := lost.Recover(ctx, h)
	if err != nil {
		return err
	}
	fmt.Println(len(r.Keys), "keys", r.CountValues(), "values recovered")
	return nil
}

// walk reads every name and all value data of a hive.
func walk(path string) error {
	ctx := context.Background()
	h, err := regf.OpenPath(ctx, path, regf.Options{NoHash: true})
	if err != nil {
		return err
	}
	keys, values, bytes := 0, 0, 0
	root, _ := h.Root()
	err = h.Walk(ctx, root, func(k regf.Key, _ int) error {
		keys++
		bytes += len(k.Name())
		for v := range k.Values() {
			data, _ := v.Data()
			values++
			bytes += len(v.Name())
			for _, b := range data {
				bytes += int(b & 1) // touch every byte
			}
		}
		return nil
	})
	fmt.Println(keys, "keys", values, "values", bytes)
	return err
}
