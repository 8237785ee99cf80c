package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// growing are hives with n of what people have many of, and the command lines that read them.
var growing = []struct {
	name  string
	build func(profile *hivetest.Key, i int)
	lines []string
}{
	{"n sections that each lost a subkey", func(profile *hivetest.Key, i int) {
		section := profile.Add(fmt.Sprintf("%032x", i+1))
		text(section, "001f3001", "a section")
		section.Add("sub").Deleted = true
	}, []string{"analyze H", "profiles H", "stores H", "dump H"}},
	{"stores of n sections", func(profile *hivetest.Key, i int) {
		text(profile.Add(fmt.Sprintf("%032x", i+1)), "001f6700", fmt.Sprintf(`C:\Mail\s%d.pst`, i))
	}, []string{"stores H", "stores H --format json", "stores H --format csv", "stores H --collect", "analyze H", "profiles H"}},
	{"one file in n spellings", func(profile *hivetest.Key, i int) {
		name := []byte("abcdefghijklmnop")
		for bit := range name {
			if i>>bit&1 == 1 {
				name[bit] -= 'a' - 'A'
			}
		}
		text(profile.Add(fmt.Sprintf("%032x", i+1)), "001f6700", `C:\Mail\`+string(name)+`.pst`)
	}, []string{"stores H", "stores H --format jsonl", "analyze H"}},
	{"n accounts", func(profile *hivetest.Key, i int) {
		if i == 0 {
			profile.Add("9375CFF0413111d3B88A00104B2A6676")
		}
		account := profile.Subkeys[0].Add(fmt.Sprintf("%08x", i+1))
		text(account, "Account Name", fmt.Sprintf("ann%d@example.org", i))
		text(account, "clsid", "{ED475411-B0D6-11D2-8C3B-00104B2A6676}")
	}, []string{"accounts H", "diff H EMPTY", "diff H H", "timeline H"}},
}

func text(k *hivetest.Key, name, value string) {
	k.AddValue(name, 1, append(hive.EncodeUTF16(hive.Text(value)), 0, 0))
}

// What a command allocates, in number and in bytes, grows with what the hive has, with an exponent of at most 1.15.
func TestGrowsAsTheHiveDoes(t *testing.T) {
	const small, large = 1000, 10_000
	dir := t.TempDir()
	build := func(name string, n int, add func(*hivetest.Key, int)) string {
		tree := hivetest.NewTree()
		k := tree.Root
		for part := range hive.Path(`Software\Microsoft\Office\16.0\Outlook\Profiles\Outlook`).Names() {
			k = k.Add(string(part))
		}
		for i := range n {
			add(k, i)
		}
		image, err := tree.Image()
		require.NoError(t, err)
		path := filepath.Join(dir, fmt.Sprint(name, n))
		require.NoError(t, os.WriteFile(path, image, 0o666))
		return path
	}
	empty := build("empty", 0, nil)
	for i, shape := range growing {
		t.Run(shape.name, func(t *testing.T) {
			few, many := build(fmt.Sprint(i, "-"), small, shape.build), build(fmt.Sprint(i, "-"), large, shape.build)
			for _, line := range shape.lines {
				cost := func(path string) (number, bytes float64) {
					args := strings.Fields(line)
					for i := range args {
						switch args[i] {
						case "H":
							args[i] = path
						case "EMPTY":
							args[i] = empty
						}
					}
					var before, after runtime.MemStats
					runtime.ReadMemStats(&before)
					status, _, stderr := do(args...)
					runtime.ReadMemStats(&after)
					require.LessOrEqual(t, status, 1, stderr)
					return float64(after.Mallocs - before.Mallocs), float64(after.TotalAlloc - before.TotalAlloc)
				}
				number, bytes := cost(few)
				number10, bytes10 := cost(many)
				require.LessOrEqual(t, math.Log10(number10/number), 1.15, "%s: number", line)
				require.LessOrEqual(t, math.Log10(bytes10/bytes), 1.15, "%s: bytes", line)
			}
		})
	}
}
