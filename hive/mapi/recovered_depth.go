package mapi

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/english"
)

// maxProfileDepth is how deep keys below a recovered profile are followed; real profiles have three levels.
const maxProfileDepth = 16

// profileAbove returns the path of the profile key that a path leads through, "" where it leads through none;
// deep is whether it leads further below than is followed.
func (r *recoverer) profileAbove(path hive.Path) (profile hive.Path, deep bool) {
	for depth := 1; ; depth++ {
		if path = path.Parent(); path == "" {
			return "", false
		}
		if _, ok := r.spots.at(path); ok {
			return path, depth > maxProfileDepth
		}
	}
}

// records counts a recovered key, the recovered keys below it that are in no profile yet, and their values.
func (r *recoverer) records(i int) int {
	n := 0
	for todo := []int{i}; len(todo) > 0; {
		k := &r.rec.Keys[todo[len(todo)-1]]
		todo = todo[:len(todo)-1]
		n += 1 + len(k.Values)
		for _, sub := range k.Subkeys {
			if !r.taken[sub] {
				todo = append(todo, sub)
			}
		}
	}
	return n
}

// tooDeep says how much was not followed.
func tooDeep(records int) string {
	return fmt.Sprintf("%s nested deeper than %d keys", english.Count(records, "record"), maxProfileDepth)
}
