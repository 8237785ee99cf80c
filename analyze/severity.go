package analyze

import "fmt"

// Severity of a finding, in the five words of Sigma.
type Severity string

const (
	Informational  Severity = "informational"
	LowSeverity    Severity = "low"
	MediumSeverity Severity = "medium"
	HighSeverity   Severity = "high"
	Critical       Severity = "critical"
)

// Severities returns every severity, the least first.
func Severities() []Severity {
	return []Severity{Informational, LowSeverity, MediumSeverity, HighSeverity, Critical}
}

// ParseSeverity reads one of the five words, in lower case.
func ParseSeverity(s string) (Severity, error) {
	if sev := Severity(s); sev.rank() >= 0 {
		return sev, nil
	}
	return "", fmt.Errorf("%q is no severity; use one of informational, low, medium, high, critical", s)
}

// AtLeast reports whether s is as severe as t or more.
func (s Severity) AtLeast(t Severity) bool { return s.rank() >= t.rank() }

// rank is the place of s among Severities, -1 for any other word.
func (s Severity) rank() int {
	switch s {
	case Informational:
		return 0
	case LowSeverity:
		return 1
	case MediumSeverity:
		return 2
	case HighSeverity:
		return 3
	case Critical:
		return 4
	}
	return -1
}
