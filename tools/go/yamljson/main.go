// Yamljson reads YAML documents, separated by lines "---", as Kubernetes' tools do, and writes each as a line of JSON.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"sigs.k8s.io/yaml"
)

func main() {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		fail(err)
	}
	// The line end before a separator belongs to the document: it may be that of a block of text.
	input = bytes.ReplaceAll(input, []byte("\n---\n"), []byte("\n\x00"))
	for _, document := range bytes.Split(input, []byte("\x00")) {
		json, err := yaml.YAMLToJSONStrict(document)
		if err != nil {
			fail(err)
		}
		fmt.Printf("%s\n", json)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
