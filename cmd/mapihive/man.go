package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newMan is hidden: it is for who packs the program. Help is written for a terminal, with backslashes and stars that
// mean themselves, so that the pages are made of it here and not by way of Markdown.
func newMan() *cobra.Command {
	var list bool
	cmd := &cobra.Command{
		Use:    "man [COMMAND]",
		Short:  "Print a manual page",
		Hidden: true,
		Long: `man prints the manual page of the program or of a command, for man(7). Its date is
that of SOURCE_DATE_EPOCH, so that equal sources give equal pages; without it,
that of the commit, as far as the build was told it.`,
		Example: `  mapihive man analyze | man -l -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			about, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(root, args[0])
			}
			if list {
				var names strings.Builder
				eachCommand(root, func(c *cobra.Command) { fmt.Fprintln(&names, c.CommandPath()) })
				_, err := cmd.OutOrStdout().Write([]byte(names.String()))
				return err
			}
			date, err := manDate()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(manPage(about, date))
			return err
		},
	}
	cmd.Flags().BoolVar(&list, "list", false, "name the commands that have a page")
	return cmd
}

// eachCommand calls f for a command and those below it that help lists.
func eachCommand(c *cobra.Command, f func(*cobra.Command)) {
	f(c)
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			eachCommand(sub, f)
		}
	}
}

// manDate is the date of a page, "" where it is not known.
func manDate() (string, error) {
	clock, err := clockOf(os.Getenv(epochVariable))
	if err != nil || clock.fixed {
		return clock.at.Format(time.DateOnly), err
	}
	day, _, _ := strings.Cut(thisBuild().Time, "T")
	return day, nil
}

// manPage is the page of a command.
func manPage(c *cobra.Command, date string) []byte {
	c.InitDefaultHelpFlag()
	m := roff{}
	name := manName(c)
	m.macro("TH", strings.ToUpper(name), "1", date, "mapihive "+toolVersion(), "mapihive")
	m.WriteString(".nh\n.ad l\n") // words are options and names: none is parted
	m.macro("SH", "NAME")
	m.line(name + " - " + c.Short)
	m.macro("SH", "SYNOPSIS")
	m.macro("B", c.CommandPath())
	if c.HasParent() {
		m.line(strings.TrimPrefix(strings.TrimPrefix(c.UseLine(), c.CommandPath()), " "))
	} else {
		m.line("COMMAND [flags]")
	}
	m.macro("SH", "DESCRIPTION")
	m.prose(c.Long)
	if c.HasAvailableSubCommands() {
		m.macro("SH", "COMMANDS")
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				m.macro("TP")
				m.macro("B", sub.Name())
				m.line(sub.Short)
			}
		}
	}
	m.options("OPTIONS", c.NonInheritedFlags())
	m.options("OPTIONS OF ALL COMMANDS", c.InheritedFlags())
	if c.Example != "" {
		m.macro("SH", "EXAMPLES")
		m.asIs(c.Example)
	}
	m.macro("SH", "EXIT STATUS")
	if c.HasParent() {
		m.line("See mapihive(1).")
	} else {
		_, statuses, _ := strings.Cut(exitStatuses, ":\n")
		m.asIs(statuses)
	}
	m.macro("SH", "SEE ALSO")
	var also []string
	eachCommand(c.Root(), func(other *cobra.Command) {
		if other != c {
			also = append(also, manName(other)+"(1)")
		}
	})
	m.line(strings.Join(also, ", "))
	return m.Bytes()
}

// manName is the name of a command's page.
func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// roff writes what man(7) reads. Nothing in a text is a command or an escape.
type roff struct{ bytes.Buffer }

var roffEscape = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`)

// macro begins something, with arguments in quotes.
func (m *roff) macro(name string, args ...string) {
	m.WriteString("." + name)
	for _, arg := range args {
		m.WriteString(` "` + strings.ReplaceAll(roffEscape.Replace(arg), `"`, `\(dq`) + `"`)
	}
	m.WriteByte('\n')
}

// line writes a line of text.
func (m *roff) line(text string) {
	text = roffEscape.Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	m.WriteString(text + "\n")
}

// prose writes paragraphs; what is indented in them keeps its lines.
func (m *roff) prose(text string) {
	for para := range strings.SplitSeq(strings.Trim(text, "\n"), "\n\n") {
		m.macro("PP")
		kept := false
		for line := range strings.SplitSeq(strings.Trim(para, "\n"), "\n") {
			if indented := strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t"); indented != kept {
				m.macro(map[bool]string{true: "nf", false: "fi"}[indented])
				kept = indented
			}
			m.line(line)
		}
		if kept {
			m.macro("fi")
		}
	}
}

// asIs writes lines as they are.
func (m *roff) asIs(text string) {
	m.macro("nf")
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		m.line(line)
	}
	m.macro("fi")
}

// options lists flags.
func (m *roff) options(title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	m.macro("SH", title)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		m.macro("TP")
		value, usage := pflag.UnquoteUsage(f)
		head := `\fB` + roffEscape.Replace("--"+f.Name) + `\fR`
		if f.Shorthand != "" {
			head = `\fB` + roffEscape.Replace("-"+f.Shorthand) + `\fR, ` + head
		}
		if value != "" {
			head += ` \fI` + roffEscape.Replace(value) + `\fR`
		}
		m.WriteString(head + "\n")
		usage = strings.ReplaceAll(usage, "\n", " ")
		switch f.DefValue {
		case "", "false", "0", "[]":
		default:
			usage += fmt.Sprintf(" (default %s)", f.DefValue)
		}
		m.line(usage)
	})
}
