package secret_test

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/secret"
)

// How much of a value may be shown.
func ExampleJudge() {
	for _, name := range []hive.Text{"POP3 Password", "POP3 Server"} {
		const regSZ = 1
		fmt.Println(name, secret.Judge(name, regSZ, hive.EncodeUTF16("pop.example.org"), false) == secret.Secret)
	}
	fmt.Println(secret.MaskURLs("https://bob:hunter2@example.org/feed"))
	// Output:
	// POP3 Password true
	// POP3 Server false
	// https://bob:***@example.org/feed
}
