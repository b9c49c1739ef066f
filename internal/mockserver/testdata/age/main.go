// Command age does what the guide asks of the program of that name: age -d -i FILE.
package main

import (
	"io"
	"os"

	"filippo.io/age"
	"filippo.io/age/armor"
)

func main() {
	if len(os.Args) != 4 || os.Args[1] != "-d" || os.Args[2] != "-i" {
		panic("usage: age -d -i FILE")
	}
	key, err := os.Open(os.Args[3])
	if err != nil {
		panic(err)
	}
	identities, err := age.ParseIdentities(key)
	if err != nil {
		panic(err)
	}
	opened, err := age.Decrypt(armor.NewReader(os.Stdin), identities...)
	if err != nil {
		panic(err)
	}
	if _, err := io.Copy(os.Stdout, opened); err != nil {
		panic(err)
	}
}
