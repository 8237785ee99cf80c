package mapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// A profile may be called after secrets; what is below it may not.
func TestSecretKeys(t *testing.T) {
	for path, hidden := range map[hive.Path]bool{
		`Software\Vendor\Passwords`:                                           true,
		`Software\Microsoft\Office\16.0\Outlook\Profiles\Passwords`:           false,
		`Software\Microsoft\Office\16.0\Outlook\Profiles\Passwords\00`:        false,
		`Software\Microsoft\Office\16.0\Outlook\Profiles\Passwords\00\Secret`: true,
	} {
		require.Equal(t, hidden, SecretKey(path), path)
	}
}
