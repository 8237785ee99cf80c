package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/english"
)

// Forms of --progress.
const (
	progressAuto  = "auto"  // a line that changes, where standard error is a terminal; else none
	progressPlain = "plain" // a line now and then
	progressJSON  = "json"  // the same for programs
	progressNone  = "none"
)

var progressForms = []string{progressAuto, progressPlain, progressJSON, progressNone}

// every is how long a form of progress waits from one line to the next.
var every = map[string]time.Duration{progressAuto: 200 * time.Millisecond, progressPlain: 10 * time.Second, progressJSON: time.Second}

// addProgress adds the flag of a command that can take long.
func addProgress(cmd *cobra.Command, o *inputOptions) {
	cmd.Flags().StringVar(&o.progress, "progress", progressAuto, "on stderr say how far it is, `HOW`: auto, plain, json\nor none")
	// The only error is a flag that does not exist.
	_ = cmd.RegisterFlagCompletionFunc("progress", cobra.FixedCompletions(progressForms, cobra.ShellCompDirectiveNoFileComp))
}

// timing is what progress knows of time; a test has its own.
type timing struct {
	now  func() time.Time
	tick func(time.Duration) (ticks <-chan time.Time, stop func())
}

var wallClock = timing{time.Now, func(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTicker(d)
	return t.C, t.Stop
}}

// progress says on standard error how far a run is. The zero value, and nil, say nothing.
type progress struct {
	form     string
	wide     int                         // columns of a line that changes
	findings func(*analyze.Snapshot) int // of one source alone; nil where none are looked for
	files    []*collect.File             // all that are to be read
	timing

	mu    sync.Mutex
	to    io.Writer
	begun time.Time
	state
	last  *collect.File
	drawn bool // a line that changes stands there
	done  chan struct{}
	ended sync.WaitGroup
}

// state is how far a run is.
type state struct {
	Files    int   `json:"files"` // looked at
	Of       int   `json:"of"`
	Hives    int   `json:"hives"` // sources that were read
	Bytes    int64 `json:"bytes"` // of them
	NotRead  int   `json:"not_read"`
	Findings int   `json:"findings"` // of each source alone; what several tell together comes at the end
}

// startProgress begins to say how far a run is, if that is asked for. Until it ends, a.stderr writes around the line
// that changes.
func (a *app) startProgress(form string, in *input, findings func(*analyze.Snapshot) int) (*progress, error) {
	if form == "" {
		return nil, nil // the command has no such flag
	}
	form, err := oneWord("--progress", form, progressForms)
	if err != nil {
		return nil, err
	}
	_, live := terminal(a.stderr)
	if form == progressNone || form == progressAuto && (!live || os.Getenv("TERM") == "dumb" || a.quiet) {
		return nil, nil
	}
	if a.timing.now == nil {
		a.timing = wallClock
	}
	p := &progress{form: form, wide: terminalWidth(a.stderr) - 1, findings: findings, files: slices.DeleteFunc(slices.Clone(in.files), (*collect.File).IsEnd), timing: a.timing, to: a.stderr, done: make(chan struct{})}
	p.begun, p.Of = p.now(), len(p.files)
	a.stderr = p
	ticks, stop := p.tick(every[form])
	p.ended.Go(func() {
		defer stop()
		for {
			select {
			case <-p.done:
				return
			case <-ticks:
				p.mu.Lock()
				p.say()
				p.mu.Unlock()
			}
		}
	})
	return p, nil
}

// end ends it, and gives standard error back.
func (p *progress) end(a *app) {
	if p == nil {
		return
	}
	close(p.done)
	p.ended.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	a.stderr = p.to
}

// met takes what became of a file.
func (p *progress) met(r collect.Result) {
	if p == nil {
		return
	}
	found := 0
	if r.Source != nil && p.findings != nil {
		found = p.findings(&r.Source.Snapshot)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.Files < p.Of && before(p.files[p.Files], r.File) {
		p.Files++
	}
	switch {
	case r.Source != nil && r.Source.Error != "":
		p.NotRead++
	case r.Source != nil:
		p.Hives++
		p.Findings += found
		if r.File != p.last { // another user of one file is no more bytes
			p.Bytes += r.Source.Size
		}
		p.last = r.File
	case r.Skip != nil && r.Skip.Failed:
		p.NotRead++
	}
}

// before reports whether a file stands before another in the run.
func before(f, g *collect.File) bool {
	arg, file, _ := f.Place()
	arg2, file2, _ := g.Place()
	return arg < arg2 || arg == arg2 && file < file2
}

// Write writes a message around the line that changes.
func (p *progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	return p.to.Write(b)
}

func (p *progress) erase() {
	if p.drawn {
		fmt.Fprint(p.to, "\r\x1b[K")
		p.drawn = false
	}
}

// say writes a line.
func (p *progress) say() {
	seconds := p.now().Sub(p.begun).Seconds()
	rate, left := 0.0, -1.0
	if seconds > 0 {
		rate = float64(p.Bytes) / seconds
	}
	if p.Files > 0 {
		left = seconds / float64(p.Files) * float64(p.Of-p.Files)
	}
	if p.form == progressJSON {
		line, _ := json.Marshal(struct { // of numbers: there is nothing that could fail
			Progress string `json:"progress"`
			state
			Seconds float64  `json:"seconds"`
			Rate    float64  `json:"bytes_per_second"`
			Left    *float64 `json:"seconds_left,omitempty"`
		}{"reading", p.state, rounded(seconds), rounded(rate), known(left)})
		fmt.Fprintln(p.to, string(line))
		return
	}
	words := fmt.Sprintf("%s of %s, %s, %s", english.Grouped(p.Files), english.Count(p.Of, "file"), english.Count(p.Hives, "hive"), amount(float64(p.Bytes)))
	words += ", " + amount(rate) + "/s"
	if left >= 0 {
		words += ", " + span(left) + " left"
	}
	if p.findings != nil {
		words += ", " + english.Count(p.Findings, "finding")
	}
	if p.NotRead > 0 {
		words += ", " + english.Grouped(p.NotRead) + " not read"
	}
	if p.form == progressPlain {
		fmt.Fprintln(p.to, "mapihive: "+words)
		return
	}
	p.erase()
	fmt.Fprint(p.to, words[:min(len(words), max(p.wide, 10))])
	p.drawn = true
}

func rounded(x float64) float64 { return float64(int64(x*10)) / 10 }

func known(x float64) *float64 {
	if x < 0 {
		return nil
	}
	x = rounded(x)
	return &x
}

// amount is so many bytes in few characters.
func amount(bytes float64) string {
	for i, unit := range []string{"bytes", "kB", "MB", "GB"} {
		if bytes < 1000 || i == 3 {
			if i == 0 || bytes >= 100 {
				return fmt.Sprintf("%.0f %s", bytes, unit)
			}
			return fmt.Sprintf("%.1f %s", bytes, unit)
		}
		bytes /= 1000
	}
	return ""
}

// span is so many seconds in few characters.
func span(seconds float64) string {
	switch s := int(seconds); {
	case s < 100:
		return fmt.Sprintf("%d s", s)
	case s < 100*60:
		return fmt.Sprintf("%d min", (s+30)/60)
	default:
		return fmt.Sprintf("%d h %d min", s/3600, s%3600/60)
	}
}
