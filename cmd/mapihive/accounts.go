package main

import (
	"github.com/spf13/cobra"

	"mapihive/report"
)

func newAccounts(a *app) *cobra.Command {
	return a.newList(list{
		use:   "accounts PATH...",
		short: "List the accounts and Exchange servers of every profile",
		long: `accounts lists what every profile in the given hives connects to: the Exchange
home server and mailbox, further mailboxes, and the accounts with their servers,
user names, services and the file that mail is delivered to. Passwords are never
shown; that one is stored is said.`,
		example: `  mapihive accounts NTUSER.DAT
  mapihive accounts --format csv -o accounts.csv /mnt/collection/C/Users`,
		of: report.Accounts,
	})
}
