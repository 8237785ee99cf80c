package ntuser

import (
	"slices"
	"strings"

	"mapihive/hive"
)

const (
	// maxExpanded is the longest text that Windows expands to, in characters (ExpandEnvironmentStrings).
	maxExpanded = 32767
	// maxReplaced is how many variables one text is expanded by: variables may name each other.
	maxReplaced = 256
)

// Expand replaces the variables in text (%NAME%, in any case) by what the hive says about them, and
// returns the names of those it could not replace; they stay in the text. Variables of the computer, such
// as %SystemRoot%, are not in a user's hive. A session's own variables count most, then the user's, then
// those that Windows makes of the profile directory, the shell folders and the account's name.
func (c *Context) Expand(text hive.Text) (expanded hive.Text, missing []hive.Text) {
	if !strings.Contains(string(text), "%") {
		return text, nil
	}
	e := expander{c: c, left: maxReplaced, room: maxExpanded}
	expanded = e.expand(text)
	return expanded, e.missing
}

// Behind returns the values that say what the variables in text stand for, as far as the hive has them, in the order
// in which the variables are named. Variables inside those values are not followed.
func (c *Context) Behind(text hive.Text) (facts []hive.Fact) {
	for rest := string(text); ; {
		_, after, opened := strings.Cut(rest, "%")
		name, tail, closed := strings.Cut(after, "%")
		if !opened || !closed {
			return facts
		}
		rest = tail
		if v, ok := c.variable(hive.Text(name)); ok && !slices.Contains(facts, v.fact) {
			facts = append(facts, v.fact)
		}
	}
}

type expander struct {
	c       *Context
	left    int // replacements
	room    int // bytes that replacements may still add
	active  []hive.Text
	missing []hive.Text
}

// expand works from left to right. As in Windows, the sign that closes an unknown variable opens no other.
func (e *expander) expand(text hive.Text) hive.Text {
	var out strings.Builder
	rest := string(text)
	for {
		before, after, opened := strings.Cut(rest, "%")
		name, tail, closed := strings.Cut(after, "%")
		if !opened || !closed {
			out.WriteString(rest)
			return hive.Text(out.String())
		}
		out.WriteString(before)
		rest = tail
		if value, ok := e.value(hive.Text(name)); ok {
			out.WriteString(string(value))
			continue
		}
		out.WriteString("%" + name + "%")
		if name != "" {
			e.miss(hive.Text(name))
		}
	}
}

func (e *expander) miss(name hive.Text) {
	if !slices.ContainsFunc(e.missing, func(m hive.Text) bool { return hive.EqualFold(m, name) }) {
		e.missing = append(e.missing, name)
	}
}

// value returns what name stands for, expanded.
func (e *expander) value(name hive.Text) (hive.Text, bool) {
	v, ok := e.c.variable(name)
	text, expands := v.text, v.expands
	if !ok || e.left == 0 || len(text) > e.room || slices.ContainsFunc(e.active, func(a hive.Text) bool { return hive.EqualFold(a, name) }) {
		return "", false
	}
	e.left--
	e.room -= len(text)
	if expands && strings.Contains(string(text), "%") {
		e.active = append(e.active, name)
		text = e.expand(text)
		e.active = e.active[:len(e.active)-1]
	}
	return text, true
}

// variable is what the hive says about one.
type variable struct {
	text    hive.Text
	expands bool // variables inside the text are to be expanded
	fact    hive.Fact
}

// variable looks name up.
func (c *Context) variable(name hive.Text) (v variable, ok bool) {
	for _, volatile := range []bool{true, false} {
		for _, v := range c.Environment {
			if v.Volatile == volatile && hive.EqualFold(v.Name, name) {
				return variable{v.Fact.Text, v.Expands, v.Fact}, true
			}
		}
	}
	switch hive.UpcaseText(name) {
	case "USERPROFILE":
		return claimed(c.Home())
	case "USERNAME":
		return claimed(c.Name())
	case "APPDATA":
		return c.folder("AppData")
	case "LOCALAPPDATA":
		return c.folder("Local AppData")
	}
	return variable{}, false
}

func claimed(c Claim, ok bool) (variable, bool) {
	v := variable{text: c.Text}
	if len(c.Facts) > 0 {
		v.fact = c.Facts[0]
	}
	return v, ok
}

// folder is a shell folder as Windows last expanded it, or else as the user's setting says.
func (c *Context) folder(name hive.Text) (variable, bool) {
	for _, user := range []bool{false, true} {
		for _, f := range c.Folders {
			if f.User == user && hive.EqualFold(f.Name, name) {
				return variable{f.Fact.Text, user, f.Fact}, true
			}
		}
	}
	return variable{}, false
}
