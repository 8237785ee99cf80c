package report

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
)

// What the hive says about its user is shown with its evidence; the environment, in which people keep
// tokens, is not.
func TestUserContext(t *testing.T) {
	image := hivetest.Build(t, `
[Environment]
"TEMP"="C:\\token-in-a-path"
[Network\P]
"RemotePath"="\\\\files\\mail"
[Software\Microsoft\Windows NT\CurrentVersion\Devices]
"LaserJet \u202e(redirected 3)"="winspool,TS001"
[Software\Microsoft\Office\16.0\Outlook]
"ForcePSTPath"=expand:"%USERPROFILE%\\mail"
[Software\Policies\Microsoft\Office\16.0\Outlook\AutoDiscover]
"ZeroConfigExchange"=dword:1
[Software\Microsoft\Office\16.0\Outlook\Search]
"C:\\old.pst"=dword:00000001
`)
	sources := []analyze.Whole{collect.TakeWholeImage(context.Background(), "NTUSER.DAT", image)}
	require.NotEmpty(t, sources[0].Context.Environment)
	var text, doc bytes.Buffer
	require.NoError(t, Profiles(sources, true).Write(&text, format(t, "text"), TextOptions{}))
	require.NoError(t, Profiles(sources, true).Write(&doc, format(t, "json"), TextOptions{}))
	for _, want := range []string{
		`P:  \\files\mail`, `TS001  brought along by a remote session`, `LaserJet \u202E(redirected 3)`,
		`%USERPROFILE%\mail`, `C:\old.pst`, `Software\Microsoft\Office\16.0\Outlook\Search`,
		"16.0  ZeroConfigExchange  1  by policy",
	} {
		require.Contains(t, text.String(), want)
	}
	require.Contains(t, doc.String(), `"redirected": "port"`)
	for _, out := range []string{text.String(), doc.String()} {
		require.NotContains(t, out, "token-in-a-path")
		require.False(t, strings.ContainsRune(out, '\u202e'))
	}
}
