package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
)

//go:embed testdata/chromium.html
var chromiumProbe string

// probed is what the probe sees of one page at one width.
type probed struct {
	Page     string
	Width    int
	Dark     bool     // the background is dark
	Styled   bool     // the page's style is in force
	Overflow []string // elements that stick out of the page, everything unfolded
	Faint    []string // texts with too little contrast
	Broken   []string // links that lead nowhere
	Active   []string // elements and attributes that load or run something
	Unfolds  int      // entries that the keyboard unfolds
}

// chromium runs a browser, or skips and says what is missing. That takes a minute, and so only make test-html asks for it.
func chromium(t *testing.T) func(args ...string) (stdout, stderr string) {
	if os.Getenv("MAPIHIVE_CHROMIUM") == "" {
		t.Skip("make test-html runs this")
	}
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil && program == "" {
			program = found
		}
	}
	if program == "" {
		t.Skip("not installed: Chromium (Debian: chromium)")
	}
	return func(args ...string) (string, string) {
		all := append([]string{
			"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
			"--disable-sync", "--enable-logging=stderr", "--user-data-dir=" + t.TempDir(),
		}, args...)
		var out, errs bytes.Buffer
		cmd := exec.Command(program, all...)
		cmd.Stdout, cmd.Stderr = &out, &errs
		require.NoError(t, cmd.Run(), errs.String())
		return out.String(), errs.String()
	}
}

// console is what a page had a browser say to whoever develops it, violations of its Content-Security-Policy among it.
func console(stderr string) (said []string) {
	for line := range strings.Lines(stderr) {
		if strings.Contains(line, ":CONSOLE") {
			said = append(said, line)
		}
	}
	return said
}

// browserPages are pages of one hive, of 200 hives, of 10,000 findings, of other documents and of hives with payloads.
func browserPages(t *testing.T) map[string][]byte {
	out := map[string][]byte{
		"findings": writtenAs(t, Analysis(manyFindings(10_000)), "html"),
		"stores":   writtenAs(t, Stores(stores(t)), "html"),
		"rule":     writtenAs(t, RuleManual(analyze.All()[0], analyze.All()[0].Rules[0]), "html"),
	}
	for name, payload := range payloads {
		out["payload-"+name] = writtenAs(t, hostileDocuments(t, payload)["analyze"], "html")
	}
	tree, err := hivetest.ParseFile("../testdata/demo.reg")
	require.NoError(t, err)
	image, err := tree.Image()
	require.NoError(t, err)
	w := []analyze.Whole{collect.TakeWholeImage(t.Context(), "NTUSER.DAT", image)}
	r := base("analyze", "NTUSER.DAT")
	r.Sources = analyze.Snapshots(w)
	r.Findings = analyze.Run(&analyze.Case{Sources: r.Sources}, analyze.All())
	out["one"], out["values"] = writtenAs(t, Analysis(r), "html"), writtenAs(t, Profiles(w, true), "html")
	out["hives"] = writtenAs(t, Analysis(newFleet(t).build().report()), "html") // it changes the current folder
	return out
}

// Pages as a browser has them, on a telephone and on a laptop, light and dark: nothing is loaded or run, nothing sticks
// out, links lead somewhere, and all text can be read.
func TestInChromium(t *testing.T) {
	run := chromium(t)
	pages := browserPages(t)
	var mu sync.Mutex
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		page, ok := pages[name]
		if name == "probe" {
			page, ok = []byte(chromiumProbe), true
		}
		if !ok {
			mu.Lock()
			asked = append(asked, r.URL.Path)
			mu.Unlock()
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(page)
	}))
	defer server.Close()
	for scheme, dark := range map[string]bool{"0": true, "1": false} {
		for name := range pages {
			stdout, stderr := run("--blink-settings=preferredColorScheme="+scheme, "--dump-dom", server.URL+"/probe?"+name)
			require.Empty(t, console(stderr), name)
			_, result, ok := strings.Cut(stdout, `<pre id="result">`)
			require.True(t, ok, "%s: %s", name, stdout[:min(len(stdout), 1000)])
			result, _, _ = strings.Cut(result, "</pre>")
			var seen []probed
			require.NoError(t, json.Unmarshal([]byte(html.UnescapeString(result)), &seen), result)
			require.Len(t, seen, 2)
			for _, p := range seen {
				where := fmt.Sprintf("%s at %d, dark %t", name, p.Width, dark)
				require.Equal(t, dark, p.Dark, where)
				require.True(t, p.Styled, where)
				require.Empty(t, p.Overflow, where)
				require.Empty(t, p.Faint, where)
				require.Empty(t, p.Broken, where)
				require.Empty(t, p.Active, where)
				require.Equal(t, name == "rule", p.Unfolds == 0, where)
			}
		}
	}
	require.Empty(t, asked, "pages load nothing")
}

// What TestInChromium looks for is found where it is.
func TestChromiumSeesFaults(t *testing.T) {
	run := chromium(t)
	bad := strings.Replace(string(writtenAs(t, Analysis(twoConflicts()), "html")), "<main>",
		`<main><p style="color:red">styled</p><script>document.title="ran"</script><img src="https://example.invalid/x.png"/>`, 1)
	file := filepath.Join(t.TempDir(), "bad.html")
	require.NoError(t, os.WriteFile(file, []byte(bad), 0o666))
	stdout, stderr := run("--dump-dom", "file://"+filepath.ToSlash(file))
	require.NotContains(t, stdout, "<title>ran")
	said := strings.Join(console(stderr), "")
	for _, directive := range []string{"style-src", "script-src", "img-src"} {
		require.Contains(t, said, directive)
	}

	faults := `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"></head><body style="color:#999;background:#fff"><p>faint</p>` +
		`<div style="width:2000px">wide</div><a href="#nowhere">link</a><img src="data:,"></body></html>`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		page := faults
		if r.URL.Path == "/probe" {
			page = chromiumProbe
		}
		w.Write([]byte(page))
	}))
	defer server.Close()
	stdout, _ = run("--dump-dom", server.URL+"/probe?bad")
	_, result, _ := strings.Cut(stdout, `<pre id="result">`)
	result, _, _ = strings.Cut(result, "</pre>")
	var seen []probed
	require.NoError(t, json.Unmarshal([]byte(html.UnescapeString(result)), &seen), stdout)
	for _, p := range seen {
		require.False(t, p.Styled)
		require.True(t, slices.ContainsFunc(p.Overflow, func(s string) bool { return strings.Contains(s, "wide") }), p.Overflow)
		require.True(t, slices.ContainsFunc(p.Faint, func(s string) bool { return strings.Contains(s, "faint") }), p.Faint)
		require.Equal(t, []string{"#nowhere"}, p.Broken)
		require.Equal(t, []string{"img"}, p.Active)
	}
}
