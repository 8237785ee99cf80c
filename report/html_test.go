package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/english"
)

// htmlElements are what pages are made of, each with its attributes. There is nothing in them that loads or runs.
var htmlElements = map[string]string{
	"html": "lang", "head": "", "meta": "charset name content http-equiv", "title": "id", "style": "", "body": "", "main": "", "nav": "aria-label",
	"section": "id aria-labelledby", "h1": "", "h2": "id class", "h3": "class", "h4": "class", "h5": "class", "p": "class", "a": "href",
	"code": "", "strong": "class", "span": "class", "details": "id class open", "summary": "", "dl": "class", "dt": "", "dd": "class",
	"ul": "", "ol": "class", "li": "", "pre": "", "div": "class role aria-label aria-labelledby tabindex", "table": "", "thead": "", "tbody": "", "tr": "class",
	"svg": "viewBox width height role aria-labelledby", "path": "d class", "rect": "x y width height class", "text": "x y transform class",
	"th": "scope class", "td": "class colspan", "del": "", "ins": "", "wbr": "",
}

// checkHTML checks that a page is well-formed, made of known elements, in order for those who hear it, and that its
// links lead somewhere in it. Pages are XML, too, apart from their first line.
func checkHTML(t *testing.T, out []byte) {
	t.Helper()
	require.True(t, bytes.HasPrefix(out, []byte("<!DOCTYPE html>\n")))
	d := xml.NewDecoder(bytes.NewReader(out))
	var open []string
	ids, links := map[string]bool{}, map[string]bool{}
	level, heads := 0, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch e := token.(type) {
		case xml.StartElement:
			name := e.Name.Local
			known, ok := htmlElements[name]
			require.True(t, ok, "<%s>", name)
			for _, a := range e.Attr {
				require.Contains(t, strings.Fields(known), a.Name.Local, "<%s>", name)
				switch a.Name.Local {
				case "id":
					require.False(t, ids[a.Value], "twice: %s", a.Value)
					ids[a.Value] = true
				case "href":
					require.True(t, strings.HasPrefix(a.Value, "#"), a.Value)
					links[a.Value[1:]] = true
				}
			}
			parent := ""
			if len(open) > 0 {
				parent = open[len(open)-1]
			}
			switch {
			case len(name) == 2 && name[0] == 'h' && name != "hr":
				next := int(name[1] - '0')
				require.LessOrEqual(t, next, level+1, "a heading of level %d after one of %d", next, level)
				if level = next; next == 1 {
					heads++
				}
			case name == "dt", name == "dd":
				require.Equal(t, "dl", parent)
			case name == "li":
				require.Contains(t, []string{"ul", "ol"}, parent)
			case name == "summary":
				require.Equal(t, "details", parent)
			case name == "p", name == "dl", name == "div", name == "details", name == "section":
				require.NotContains(t, []string{"p", "dl", "summary"}, parent)
			}
			open = append(open, name)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
	require.Equal(t, 1, heads)
	for to := range links {
		require.True(t, ids[to], "nothing is called %q", to)
	}
}

// A page may load nothing and run nothing, and its own style is allowed by its hash.
func TestPageMayDoNothing(t *testing.T) {
	page := string(writtenAs(t, Analysis(twoConflicts()), "html"))
	require.Contains(t, page, `content="default-src 'none'; style-src 'sha256-`)
	require.NotContains(t, page, "unsafe")
	require.NotRegexp(t, regexp.MustCompile(`(?i)<script|<link|<img|<iframe|style=|url\(|@import|https?:`), page)
}

// manyFindings is a hive with so many findings.
func manyFindings(n int) *Report {
	r := twoConflicts()
	f := r.Findings[0]
	r.Findings = nil
	for i := range n {
		f.Evidence = slices.Clone(f.Evidence)
		f.Evidence[0].Text = hive.Text(fmt.Sprintf(`C:\mail\%05d.pst`, i))
		r.Findings = append(r.Findings, f)
	}
	return r
}

// A page does not grow beyond what a browser takes, and says what it leaves out. What the first screen names is there.
func TestPageIsBounded(t *testing.T) {
	few, many := writtenAs(t, Analysis(manyFindings(500)), "html"), writtenAs(t, Analysis(manyFindings(10_000)), "html")
	require.NotContains(t, string(few), "Not on this page")
	require.Less(t, len(many), htmlShown/htmlShare+1<<17)
	shown := bytes.Count(many, []byte(`<details class="finding`))
	require.Greater(t, shown, 500)
	require.Contains(t, string(many), fmt.Sprintf("<p class=\"left\">Not on this page, which is kept to a size that can be read: %s more entries with all that belongs to them. All is in --format json.</p>", english.Grouped(10_000-shown)))
	require.Contains(t, string(many), "10,000 <strong class=\"sev high\">HIGH</strong>")
	checkHTML(t, many)
	for _, section := range []string{"Findings", "Profiles", "Custody"} {
		require.Contains(t, string(many), ">"+section+"</h2>")
	}

	// One entry alone can be too long, too.
	long := manyFindings(2)
	for range 50_000 {
		long.Findings[0].Evidence = append(long.Findings[0].Evidence, long.Findings[0].Evidence[0])
	}
	for _, v := range []View{{}, {Full: true}} {
		long.View = v
		page := writtenAs(t, Analysis(long), "html")
		require.Less(t, len(page), 3*htmlShown/htmlShare)
		require.Contains(t, string(page), "Not on this page")
		require.Contains(t, string(page), ">Custody</h2>")
		checkHTML(t, page)
	}
}

// What belongs together stands together: an entry is folded as a whole, and what a page folds it says.
func TestPageFolds(t *testing.T) {
	page := string(writtenAs(t, Analysis(share(50)), "html"))
	require.Contains(t, page, `<summary><span class="head">49 more findings</span></summary>`)
	require.Contains(t, page, `<summary><span class="head">And 30 more users</span></summary>`)
	require.Contains(t, page, `<summary><span class="head">Path, size, sha256, base block and transaction logs of each</span></summary>`)
	require.Equal(t, 50, strings.Count(page, `<details class="finding`))
	checkHTML(t, []byte(page))
}

// Long paths can be broken where a folder ends, and are copied as they are.
func TestPathsBreakAtFolders(t *testing.T) {
	for path, want := range map[string][]string{
		`C:\mail\a.pst`:    {`C:\`, `mail\`, `a.pst`},
		`\\server\share\a`: {`\\server\`, `share\`, `a`},
		`C:\mail\`:         {`C:\`, `mail\`},
		"plain":            {"plain"},
		"":                 {""},
	} {
		require.Equal(t, want, breaks(path), path)
		require.Equal(t, path, strings.Join(breaks(path), ""))
	}
	require.Contains(t, string(writtenAs(t, Analysis(twoConflicts()), "html")), `<p class="line d4">C:\<wbr/>Users\<wbr/>alice\<wbr/>Documents\<wbr/>`)
}
