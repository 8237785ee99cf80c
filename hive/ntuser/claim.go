package ntuser

import (
	"fmt"
	"slices"

	"mapihive/hive"
)

// claim adds a fact to the claim that says text, case aside, or makes that claim.
func (r *reader) claim(claims []Claim, text hive.Text, c hive.Confidence, why string, f hive.Fact) []Claim {
	i := slices.IndexFunc(claims, func(c Claim) bool { return hive.EqualFold(c.Text, text) })
	if i < 0 {
		if len(claims) == maxClaims {
			r.in.Note(hive.Diagnostic{Kind: hive.KindLimit, Path: f.Key, Message: fmt.Sprintf("more than %d answers to one question about the user", maxClaims)})
			return claims
		}
		return append(claims, Claim{Text: text, Confidence: c, Why: why, Facts: []hive.Fact{f}})
	}
	have := &claims[i]
	have.Facts = append(have.Facts, f)
	if c.Compare(have.Confidence) > 0 {
		have.Confidence, have.Why = c, why
	}
	return claims
}

// rank orders claims, best founded first; claims equally well founded keep their order.
func rank(claims []Claim) {
	slices.SortStableFunc(claims, func(a, b Claim) int { return b.Confidence.Compare(a.Confidence) })
}

// best returns the claim that is better founded than every other.
func best(claims []Claim) (Claim, bool) {
	if len(claims) == 0 || len(claims) > 1 && claims[0].Confidence == claims[1].Confidence {
		return Claim{}, false
	}
	return claims[0], true
}

// SID returns the user's SID; false where the hive names none, or several equally well founded.
func (c *Context) SID() (Claim, bool) { return best(c.SIDs) }

// Name returns the user's account name; false where the hive names none, or several equally well founded.
func (c *Context) Name() (Claim, bool) { return best(c.Names) }

// Home returns the user's profile directory, %USERPROFILE%; false where the hive names none, or several
// equally well founded.
func (c *Context) Home() (Claim, bool) { return best(c.Homes) }

func has(claims []Claim, text hive.Text) bool {
	return slices.ContainsFunc(claims, func(c Claim) bool { return hive.EqualFold(c.Text, text) })
}
