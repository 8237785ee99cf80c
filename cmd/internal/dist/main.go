// Command dist makes what is given to users: an archive for each system with the program, its manual pages, README and
// licences, and the checksums of all archives. It needs Go and git. The same commit gives the same bytes with the same
// Go, wherever and whenever it is built: no path, no time of the build and no order of a file system is in them.
//
//	go run ./cmd/internal/dist [-o DIR] [-version V] [-only OS/ARCH,...]
//	go run ./cmd/internal/dist -man DIR
//
// The date of everything is SOURCE_DATE_EPOCH, or else that of the commit. GO in the environment names another go
// command.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// platforms are those that an archive is made for.
var platforms = []string{"darwin/amd64", "darwin/arm64", "linux/amd64", "linux/arm64", "windows/amd64", "windows/arm64"}

// texts stand beside the program in every archive.
var texts = []string{"README.md", "LICENSE", "NOTICE"}

func main() {
	var (
		out     = flag.String("o", "dist", "write archives to `DIR`")
		man     = flag.String("man", "", "write manual pages to `DIR`, and nothing else")
		version = flag.String("version", "", "the `VERSION`; without it, what git calls the commit")
		only    = flag.String("only", strings.Join(platforms, ","), "the `PLATFORMS`, with commas")
	)
	flag.Parse()
	if err := run(*out, *man, *version, strings.Split(*only, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func run(out, man, version string, only []string) error {
	r, err := releaseOf(version)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "dist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	pages, err := r.pages(work)
	if err != nil {
		return err
	}
	if man != "" {
		return writeAll(man, pages)
	}
	beside := pages
	for _, name := range texts {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		beside = append(beside, file{name: name, data: data})
	}
	var archives []file
	for _, platform := range only {
		system, machine, ok := strings.Cut(platform, "/")
		if !ok {
			return fmt.Errorf("-only is OS/ARCH, not %q", platform)
		}
		program := "mapihive"
		if system == "windows" {
			program += ".exe"
		}
		built := filepath.Join(work, program)
		if err := r.build("./cmd/mapihive", system, machine, built); err != nil {
			return err
		}
		data, err := os.ReadFile(built)
		if err != nil {
			return err
		}
		name := strings.Join([]string{"mapihive", r.version, system, machine}, "-")
		archive, err := pack(name, r.time, append(beside[:len(beside):len(beside)], file{program, data, true}))
		if err != nil {
			return err
		}
		fmt.Printf("%s.zip\t%d bytes\n", name, len(archive))
		archives = append(archives, file{name: name + ".zip", data: archive})
	}
	return writeAll(out, append(archives, file{name: "SHA256SUMS", data: sums(archives)}))
}

// release is what a build is told of itself.
type release struct {
	version, commit string
	time            time.Time
}

func releaseOf(version string) (r release, err error) {
	if r.commit, err = output("git", "rev-parse", "HEAD"); err != nil {
		return r, err
	}
	if r.version = version; version == "" {
		if r.version, err = output("git", "describe", "--tags", "--always", "--dirty"); err != nil {
			return r, err
		}
	}
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		if epoch, err = output("git", "log", "-1", "--format=%ct"); err != nil {
			return r, err
		}
	}
	n, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return r, fmt.Errorf("SOURCE_DATE_EPOCH is no number of seconds: %q", epoch)
	}
	r.time = time.Unix(n, 0).UTC()
	return r, nil
}

// build builds a package for a platform, without anything of this machine in it: paths, flags of the environment, and
// what Go stamps of a repository, which it does not find everywhere.
func (r release) build(pkg, system, machine, to string) error {
	says := fmt.Sprintf("-s -w -X main.version=%s -X main.commit=%s -X main.dated=%s", r.version, r.commit, r.time.Format(time.RFC3339))
	cmd := exec.Command(goCommand(), "build", "-trimpath", "-buildvcs=false", "-ldflags", says, "-o", to, pkg)
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+machine, "CGO_ENABLED=0", "GOFLAGS=", "GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("building for %s/%s: %w", system, machine, err)
	}
	return nil
}

// pages are the manual pages, as the program for this machine prints them.
func (r release) pages(work string) ([]file, error) {
	program := filepath.Join(work, "here.exe") // the name that every system runs
	if err := r.build("./cmd/mapihive", runtime.GOOS, runtime.GOARCH, program); err != nil {
		return nil, err
	}
	os.Setenv("SOURCE_DATE_EPOCH", strconv.FormatInt(r.time.Unix(), 10))
	commands, err := output(program, "man", "--list")
	if err != nil {
		return nil, err
	}
	var pages []file
	for command := range strings.SplitSeq(commands, "\n") {
		words := strings.Fields(command)
		page, err := output(program, append([]string{"man"}, words[1:]...)...)
		if err != nil {
			return nil, err
		}
		pages = append(pages, file{name: "man/man1/" + strings.Join(words, "-") + ".1", data: []byte(page + "\n")})
	}
	return pages, nil
}

// output is what a command prints.
func output(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", strings.Join(append([]string{name}, args...), " "), err)
	}
	return strings.TrimSuffix(strings.ReplaceAll(string(out), "\r\n", "\n"), "\n"), nil
}

func goCommand() string { return cmp.Or(os.Getenv("GO"), "go") }
