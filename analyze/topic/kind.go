package topic

import (
	"mapihive/hive"
	"mapihive/hive/regf/translog"
)

// kinds are the kinds of diagnostics and the decisions about transaction logs.
func kinds() []Topic {
	var out []Topic
	for _, d := range hive.KindDocs() {
		what := "A note: it is no damage."
		if d.Damage() {
			what = "Damage: bytes of the hive are broken."
		}
		out = append(out, Topic{Kind: Diagnostic, Name: string(d.Kind), Text: sentence(d.Doc) + "\n\n" + what})
	}
	for _, m := range translog.Kinds() {
		what := "It records a decision or an ordinary state of affairs."
		if m.Warn {
			what = "It gives a diagnostic of kind " + string(hive.KindLog) + ": evidence is broken, missing or ambiguous, or a rule of Windows was not met."
		}
		out = append(out, Topic{Kind: Decision, Name: string(m.Kind), Text: sentence(m.Text) + "\n\n" + what})
	}
	return out
}

// sentence makes a sentence of a line of a list, which has neither a capital nor a full stop.
func sentence(line string) string {
	if c := line[0]; c >= 'a' && c <= 'z' {
		line = string(c-'a'+'A') + line[1:]
	}
	return line + "."
}
