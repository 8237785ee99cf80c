package prop

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestTag(t *testing.T) {
	tag := NewTag(0x6700, PTUnicode)
	require.Equal(t, Tag(0x6700001F), tag)
	require.Equal(t, uint16(0x6700), tag.ID())
	require.Equal(t, PTUnicode, tag.Type())
	require.Equal(t, "0x6700001F", tag.String())
}

func TestParseValueName(t *testing.T) {
	for _, c := range []struct {
		name        hive.Text
		tag         Tag
		secured, ok bool
	}{
		{"001f6700", 0x6700001F, false, true},
		{"001F6700", 0x6700001F, false, true},
		{"11023d05", 0x3D051102, false, true},
		{"S010267f0", 0x67F00102, true, true},
		{"s010267F0", 0x67F00102, true, true},
		{"", 0, false, false},
		{"001f670", 0, false, false},
		{"001f67000", 0, false, false},
		{"T010267f0", 0, false, false},
		{"001g6700", 0, false, false},
		{"S01067f0", 0, false, false},
		{"Mini UID", 0, false, false},
		{"001f\x00700", 0, false, false},
	} {
		tag, secured, ok := ParseValueName(c.name)
		require.Equal(t, c.ok, ok, "%s", c.name)
		if ok {
			require.Equal(t, c.tag, tag, "%s", c.name)
			require.Equal(t, c.secured, secured, "%s", c.name)
		}
	}
}

// One identifier, many meanings: the section decides.
func TestLookup(t *testing.T) {
	name := func(tag Tag, ctx Context) string {
		if d := Lookup(tag, ctx); d != nil {
			return d.Name
		}
		return ""
	}
	require.Equal(t, "PR_PST_PATH", name(0x6700001F, 0))
	require.Equal(t, "PR_PST_PATH", name(0x6700001E, CtxPST|CtxProvider), "ANSI and Unicode share a row")
	require.Equal(t, "", name(0x6700001E, CtxContab), "CONTAB has a property of that number too")
	require.Equal(t, "PR_SERVICE_SUPPORT_FILES", name(0x3D0F101E, CtxService))
	require.Equal(t, "PR_PROFILE_HOME_SERVER", name(0x6602001E, CtxExchange))
	require.Equal(t, "UserName", name(0x6602001E, CtxLDAP))
	require.Equal(t, "", name(0x6602001E, 0), "Exchange or LDAP: not to be guessed")
	require.Equal(t, "PR_CONTAB_UID", name(0x66010102, 0))
	require.Equal(t, "PR_PROFILE_OFFLINE_STORE_PATH", name(0x6610001F, CtxExchange))
	require.Equal(t, "PR_PROFILE_OFFLINE_STORE_PATH", name(0x6610001F, CtxPST))
	require.Equal(t, "", name(0x66020003, CtxExchange), "the type is part of the tag")
	require.Equal(t, "PR_SPAM_TRUSTED_SENDERS_W", name(0x0418001F, CtxClient))
	require.Equal(t, "", name(0x00320040, 0), "no profile section holds a report's time")
	require.Equal(t, "PR_REPORT_TIME", name(0x00320040, CtxObject))
	require.Equal(t, "PR_DISPLAY_NAME", name(0x3001001F, CtxClient))
	require.Equal(t, "", name(0xFFFFFFFF, 0))
	require.Equal(t, "", name(0, 0))
}

func TestTagTable(t *testing.T) {
	tags := tagTable[:]
	require.Greater(t, len(tags), 800)
	pr := regexp.MustCompile(`^PR_[A-Z0-9]+(_[A-Z0-9]+)*$`)
	prf := regexp.MustCompile(`^[A-Z][A-Za-z0-9]+$`)
	pid := regexp.MustCompile(`^(PidTag[A-Z][A-Za-z0-9]+)?$`)
	require.True(t, slices.IsSortedFunc(tags, func(a, b TagDef) int {
		return int(int64(a.Tag) - int64(b.Tag))
	}))
	type place struct {
		tag Tag
		ctx Context
	}
	seen := map[place]string{}
	for _, d := range tags {
		if regexp.MustCompile(`\.prf`).MatchString(d.Ref) {
			require.Regexp(t, prf, d.Name)
		} else {
			require.Regexp(t, pr, d.Name)
		}
		require.Regexp(t, pid, d.Canonical)
		require.NotEmpty(t, d.Ref, d.Name)
		require.NotEmpty(t, d.Tag.Type().name(), "%s has a known type", d.Name)
		require.NotEqual(t, PTString8, d.Tag.Type()&^mvFlag, "%s stands for both string types", d.Name)
		for bit := Context(1); bit != 0; bit <<= 1 {
			if d.Context == 0 || d.Context&bit != 0 {
				p := place{d.Tag, d.Context & bit}
				require.Empty(t, seen[p], "%s and %s are one tag in one place", d.Name, seen[p])
				seen[p] = d.Name
				if d.Context == 0 {
					break
				}
			}
		}
		if d.Context != 0 {
			require.Empty(t, seen[place{d.Tag, 0}], "%s is hidden by a row for every place", d.Name)
		}
		if d.Tag.ID() >= 0x6600 && d.Tag.ID() <= 0x67FF {
			require.NotZero(t, d.Context, "%s: the range is each provider's own", d.Name)
		}
		require.Equal(t, d.Context != CtxObject && secretID(d.Tag.ID()), d.Secret, d.Name)
	}
}

func TestTypeNames(t *testing.T) {
	require.Equal(t, "PT_MV_BINARY", PTMVBinary.String())
	require.Equal(t, "0x1234", Type(0x1234).String())
}
