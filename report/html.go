package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed" // the style and the templates of pages
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"mapihive/hive/english"
)

//go:embed html.css
var htmlStyle string

//go:embed html.tmpl
var htmlTemplates string

// Bounds of a page, in bytes of HTML: of what it shows and of what it has folded. A part of it gets a quarter of what
// the parts before it have left, so that no part takes the room of those that follow, and the page stays below the sum
// and what one entry may be over.
const (
	htmlShown  = 8 << 20
	htmlFolded = 8 << 20
	htmlShare  = 4
)

// writeHTML writes blocks as one page that needs nothing beside it: no script, no network, no other file. It is
// bounded, and so it is made before it is written: its head names its parts.
func writeHTML(w io.Writer, d *Document) error {
	h := &htmlPage{
		templates: template.Must(template.New("").Funcs(template.FuncMap{"breaks": breaks}).Parse(htmlTemplates)), title: "mapihive " + d.Name, more: "text",
		shown: room{left: htmlShown}, folds: room{left: htmlFolded},
	}
	for name, has := range map[string]bool{"json": d.Value != nil, "jsonl": d.Value == nil && (d.Records != nil || d.Own["jsonl"] != nil)} {
		if has {
			h.more = name
		}
	}
	h.shown.begin(0)
	for b := range d.Blocks {
		h.block(b)
	}
	h.close(0)
	h.leftOut(&h.shown)
	if h.inSection {
		h.body.WriteString("</section>\n")
	}
	sum := sha256.Sum256([]byte(htmlStyle))
	// The body was made by the templates, and so was escaped; the style is ours.
	err := h.templates.ExecuteTemplate(&h.out, "page", map[string]any{
		"Title": h.title, "Style": template.CSS(htmlStyle), "Hash": base64.StdEncoding.EncodeToString(sum[:]),
		"Sections": h.sections, "Body": template.HTML(h.body.String()),
	})
	if err = cmp.Or(h.err, err); err != nil {
		return err
	}
	_, err = h.out.WriteTo(w)
	return err
}

// htmlPage makes the body of a page out of blocks.
type htmlPage struct {
	templates *template.Template
	title     string
	more      string // the format that has what is not on the page
	body, out bytes.Buffer
	err       error

	sections  []htmlSection
	inSection bool
	open      []htmlHead // what the next block may stand in, the outermost first
	list      string     // class of the list of labels that is open
	apart     bool       // something new begins
	instead   string     // what stands for the folded blocks that follow

	shown, folds room
}

type htmlSection struct{ ID, Text string }

// htmlHead is a block that others stand below, or a fold.
type htmlHead struct {
	depth int
	level int    // of its heading, 0 where it is none
	hint  string // of a fold
	fold  bool
}

// room is how much a part of a page may take.
type room struct {
	left        int // for this part and those that follow
	share, from int // of this part, and where it began
	cut         bool
	heads, rest int // what is left out of this part
}

func (r *room) begin(at int) {
	*r = room{left: r.left, share: r.left / htmlShare, from: at}
}

// full reports whether a block is left out: a head where the share is taken, anything where one entry takes as much again.
func (r *room) full(at int, head bool) bool {
	used := at - r.from
	r.cut = r.cut || head && used >= r.share || used >= 2*r.share
	switch {
	case r.cut && head:
		r.heads++
	case r.cut:
		r.rest++
	}
	return r.cut
}

// leftOut ends a part, and says what of it is not on the page.
func (h *htmlPage) leftOut(r *room) {
	h.endList()
	r.left = max(0, r.left-(h.body.Len()-r.from))
	var text string
	switch {
	case r.heads > 0:
		if text = "1 more entry with all that belongs to it"; r.heads > 1 {
			text = english.Grouped(r.heads) + " more entries with all that belongs to them"
		}
	case r.rest > 0:
		text = more(r.rest, "line")
	default:
		return
	}
	h.write("para", htmlBlock{Class: "left", Text: plain(fmt.Sprintf("Not on this page, which is kept to a size that can be read: %s. All is in --format %s.", text, h.more))})
	r.heads, r.rest = 0, 0
}

// write adds what a template makes of data to the body.
func (h *htmlPage) write(name string, data any) {
	if err := h.templates.ExecuteTemplate(&h.body, name, data); err != nil && h.err == nil {
		h.err = err
	}
}
