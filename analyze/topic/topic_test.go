package topic

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/regf/translog"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		word string
		want []string // kind and name
	}{
		{"pst-path", []string{"analyzer pst-path"}},
		{"PST-Path", []string{"analyzer pst-path"}},
		{"pst-path/case", []string{"rule pst-path/case"}},
		{"CASE", []string{"rule pst-path/case"}},
		{"duplicate-instance", []string{"rule profile-consistency/duplicate-instance"}},
		{"profile-c", []string{"analyzer profile-consistency"}},
		{"foreign-p", []string{"analyzer foreign-provider"}},
		{"foreign", []string{"rule mapping-signature/foreign"}},
		{"mapping-signature/mal", []string{"rule mapping-signature/malformed"}},

		{"001f6700", []string{"property PR_PST_PATH"}},
		{"001E6700", []string{"property PR_PST_PATH"}},
		{"0x6700001F", []string{"property PR_PST_PATH"}},
		{"6700001f", []string{"property PR_PST_PATH"}},
		{"0x6700", []string{"property PR_PST_PATH"}},
		{"pr_pst_path", []string{"property PR_PST_PATH"}},
		{"PR_MAPPING_SIG", []string{"property PR_MAPPING_SIGNATURE"}},
		{"PidTagMappingSignature", []string{"property PR_MAPPING_SIGNATURE"}},
		{"01020ff8", []string{"property PR_MAPPING_SIGNATURE"}},
		{"00036700", []string{"property 0x67000003"}},
		{"001f7fff", []string{"property 0x7FFF001F"}},

		{"9207F3E0A3B11019908B08002B2A56C2", []string{"section 9207f3e0a3b11019908b08002b2a56c2"}},
		{"9207f3", []string{"section 9207f3e0a3b11019908b08002b2a56c2"}},
		{"{C8B0DB13-05AA-1A10-9BB0-00AA002FC45A}", []string{"section 13dbb0c8aa05101a9bb000aa002fc45a"}},
		{"c8b0db13-05aa-1a10-9bb0-00aa002fc45a", []string{"section 13dbb0c8aa05101a9bb000aa002fc45a"}},
		{"00112233445566778899aabbccddeeff", []string{"section 00112233445566778899aabbccddeeff"}},
		{"{33221100-5544-7766-8899-aabbccddeeff}", []string{"section 00112233445566778899aabbccddeeff"}},
		{"MAPI root section", []string{"section 9207f3e0a3b11019908b08002b2a56c2"}},

		{"cell-free", []string{"diagnostic cell-free"}},
		{"Cell-Fr", []string{"diagnostic cell-free"}},
		{"log-torn", []string{"decision about a transaction log log-torn"}},
		{"log", []string{"diagnostic log"}},

		{"MAPI_E_FAILONEPROVIDER", []string{"symptom MAPI_E_FAILONEPROVIDER"}},
		{"mapi_e_failone", []string{"symptom MAPI_E_FAILONEPROVIDER"}},
		{"0x8004011D", []string{"symptom MAPI_E_FAILONEPROVIDER"}},
		{"8004011d", []string{"symptom MAPI_E_FAILONEPROVIDER"}},
		{"-2147221219", []string{"symptom MAPI_E_FAILONEPROVIDER"}},
		{"0x80004005", []string{"symptom MAPI_E_CALL_FAILED"}},
		{"1018", []string{"symptom ERROR_KEY_DELETED"}},

		{"mspst32.dll", []string{"provider DLL mspst.dll"}},
		{" aplzod.dll ", []string{"provider DLL aplzod.dll"}},

		{"", nil}, {"nope", nil}, {"mapi_e", nil}, {"pr_", nil}, {"0x", nil}, {"12345678", nil}, {"{x}", nil}, {"pst-path/nope", nil},
	} {
		t.Run(c.word, func(t *testing.T) {
			found, err := Find(analyze.All(), c.word)
			var got []string
			for _, x := range found {
				got = append(got, string(x.Kind)+" "+x.Name)
				require.NotEmpty(t, x.Text)
			}
			require.Equal(t, c.want, got)
			require.Equal(t, c.want == nil, err != nil)
		})
	}
}

// What begins several names is not guessed: they are named.
func TestFindNames(t *testing.T) {
	_, err := Find(analyze.All(), "mapi_e")
	require.EqualError(t, err, `nothing is called "mapi_e"; did you mean MAPI_E_NOT_FOUND, MAPI_E_CALL_FAILED, MAPI_E_LOGON_FAILED, MAPI_E_FAILONEPROVIDER?`)
	_, err = Find(analyze.All(), "spelli")
	require.NoError(t, err)
	_, err = Find(analyze.All(), "zzz")
	require.EqualError(t, err, `nothing is called "zzz"`)
	_, err = Find(analyze.All(), "pr_")
	require.ErrorContains(t, err, " more?")
}

// Every kind, decision and rule is found by its name, and what a topic points to exists.
func TestEverythingIsFound(t *testing.T) {
	find := func(name string) []Topic {
		ts, err := Find(analyze.All(), name)
		require.NoError(t, err, name)
		return ts
	}
	for _, d := range hive.KindDocs() {
		require.True(t, slices.ContainsFunc(find(string(d.Kind)), func(x Topic) bool { return x.Kind == Diagnostic && strings.Contains(x.Text, d.Doc[1:]) }), d.Kind)
	}
	for _, m := range translog.Kinds() {
		require.True(t, slices.ContainsFunc(find(string(m.Kind)), func(x Topic) bool { return x.Kind == Decision }), m.Kind)
	}
	for _, x := range topics(analyze.All()) {
		if x.Kind == Property {
			continue // too many to look each up
		}
		require.NotEmpty(t, find(x.Name), x.Name)
		require.Equal(t, x.Kind == Symptom, len(x.Collect) > 0, x.Name)
		for _, r := range x.Rules {
			require.Contains(t, []Kind{Analyzer, Rule}, find(r)[0].Kind, r)
		}
		if x.Kind == Symptom {
			require.NotEmpty(t, x.Rules, x.Name)
		}
	}
}

func TestPropertiesNameTheAnalyzersThatReadThem(t *testing.T) {
	ts, err := Find(analyze.All(), "PR_MAPPING_SIGNATURE")
	require.NoError(t, err)
	require.Contains(t, ts[0].Rules, "mapping-signature")
	require.True(t, mentions("a PR_PST_PATH.", "PR_PST_PATH"))
	require.False(t, mentions("PR_PST_PATH_HINT", "PR_PST_PATH"))
	require.True(t, mentions("PR_PST_PATH_HINT PR_PST_PATH", "PR_PST_PATH"))
}

func TestNames(t *testing.T) {
	names := Names(analyze.All())
	for _, want := range []string{"pst-path", "pst-path/case", "MAPI_E_FAILONEPROVIDER", "cell-free", "log-torn"} {
		require.Contains(t, names, want)
	}
	require.NotContains(t, names, "PR_PST_PATH")
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "0x", "001f6700", "{C8B0DB13-05AA-1A10-9BB0-00AA002FC45A}", "----", "{{}}", "\xff", "ſ", "İ"} {
		f.Add(s)
	}
	as := analyze.All()
	f.Fuzz(func(t *testing.T, word string) {
		ts, err := Find(as, word)
		if (err == nil) != (len(ts) > 0) {
			t.Fatal(word, ts, err)
		}
	})
}
