package report

import (
	"fmt"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/ntuser"
	"mapihive/hive/office"
)

// userContext writes what the hive says about its user, each fact with its evidence. The environment is
// left out: people keep tokens in variables.
func (p *page) userContext(s *analyze.Snapshot) {
	c := &s.Context
	head := func(title string, n int) bool {
		if n > 0 {
			p.gap()
			p.para(2, title)
		}
		return n > 0
	}
	claims := func(title string, list []ntuser.Claim) {
		head(title, len(list))
		for _, cl := range list {
			p.para(4, fmt.Sprintf("%s, %s confidence: %s", cl.Text, cl.Confidence, cl.Why))
			p.restsOn(cl.Facts)
		}
	}
	claims("User's SID", c.SIDs)
	claims("User's name", c.Names)
	claims("User's profile folder", c.Homes)
	head("Outlook", len(c.Outlook))
	for _, v := range c.Outlook {
		p.para(4, fmt.Sprintf("%s, %s confidence that it ran for this user", office.Outlook(v.Version), v.Confidence))
		p.restsOn(v.Facts)
	}
	head("Mapped drives", len(c.Drives))
	for _, d := range c.Drives {
		p.fact(4, join(d.Letter+":", d.Remote.String(), d.Provider.String()), d.Fact)
	}
	head("Other traces of shares and drives", len(c.Shares))
	for _, s := range c.Shares {
		p.fact(4, join(s.Source, s.Letter, s.Remote.String()), s.Fact)
	}
	head("Shell folders", len(c.Folders))
	for _, f := range c.Folders {
		p.fact(4, join(f.Name.String(), f.Fact.Text.String()), f.Fact)
	}
	head("Data files that Outlook names outside the profiles", len(c.Stores))
	for _, st := range c.Stores {
		p.fact(4, join(office.Outlook(st.Version), st.Path.String()), st.Fact)
	}
	head("Outlook settings for data files", len(c.Settings))
	for _, f := range c.Settings {
		p.fact(4, join(f.Value.String(), f.Text.String()), f)
	}
	head("What has Outlook make profiles at its next start", len(c.Prepared))
	for _, x := range c.Prepared {
		by := ""
		if x.Policy {
			by = "by policy"
		}
		p.fact(4, join(x.Version, x.Fact.Value.String(), x.Fact.Text.String(), by), x.Fact)
	}
	head("Printers", len(c.Printers))
	for _, pr := range c.Printers {
		remote := ""
		if pr.Redirected != "" {
			remote = "brought along by a remote session (" + pr.Redirected + ")"
		}
		p.fact(4, join(pr.Name.String(), pr.Port.String(), remote), pr.Fact)
	}
	head("Printer connections", len(c.Connections))
	for _, n := range c.Connections {
		p.fact(4, n.Printer.String(), n.Fact)
	}
	head("Remote Desktop sessions that went out from here", len(c.Outgoing))
	for _, o := range c.Outgoing {
		p.fact(4, join(o.Host.String(), o.User.String()), o.Fact)
	}
	if number, why, ok := c.CodePage(); ok && s.CodePage == "" { // else custody has it
		head("ANSI code page", 1)
		p.para(4, fmt.Sprintf("%d: %s", number, why))
	}
}

// restsOn writes where the first facts of many stand.
func (p *page) restsOn(facts []hive.Fact) {
	const shown = 2
	for _, f := range facts[:min(len(facts), shown)] {
		p.where(6, f)
	}
	if n := len(facts) - shown; n > 0 {
		p.line(6, "and %d more: see --json", n)
	}
}

// fact writes what a fact says and where it stands.
func (p *page) fact(indent int, text string, f hive.Fact) {
	p.line(indent, "%s", text)
	p.where(indent+2, f)
}

// where writes where a fact stands.
func (p *page) where(indent int, f hive.Fact) {
	value := ""
	if f.Value != "" {
		value = "value " + f.Value.String()
	}
	p.facts(indent, some(value, position(f.Place), written(f.LastWrite))...)
	p.inLog(indent, f.File)
	if f.Key == "" {
		p.line(indent, "the root key")
		return
	}
	p.line(indent, "%s", f.Key)
}
