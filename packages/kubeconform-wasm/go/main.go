//go:build js && wasm

// kubeconform as WebAssembly. The program sets one function, validate, on the global object that its host gives it,
// and waits for calls; it opens schemas through the host's fs.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"syscall/js"

	"github.com/yannh/kubeconform/pkg/resource"
	"github.com/yannh/kubeconform/pkg/validator"
)

// The largest document that the kubeconform command reads.
const maxDocument = 256 * 1024 * 1024

var statuses = map[validator.Status]string{
	validator.Error:   "error",
	validator.Skipped: "skipped",
	validator.Valid:   "valid",
	validator.Invalid: "invalid",
	validator.Empty:   "empty",
}

type verdict struct {
	Status  string `json:"status"`
	Kind    string `json:"kind"`
	Version string `json:"version"`
	Name    string `json:"name"`
	// What kubeconform says of a document that is not valid.
	Message string `json:"message"`
}

type settings struct {
	Locations            []string `json:"schemaLocations"`
	KubernetesVersion    string   `json:"kubernetesVersion"`
	Strict               bool     `json:"strict"`
	IgnoreMissingSchemas bool     `json:"ignoreMissingSchemas"`
}

// By the text of their settings, because a validator keeps the schemas that it has compiled.
var validators = map[string]validator.Validator{}

func findValidator(text string) (validator.Validator, error) {
	if known, ok := validators[text]; ok {
		return known, nil
	}
	var wanted settings
	if err := json.Unmarshal([]byte(text), &wanted); err != nil {
		return nil, err
	}
	made, err := validator.New(wanted.Locations, validator.Opts{
		KubernetesVersion:    wanted.KubernetesVersion,
		Strict:               wanted.Strict,
		IgnoreMissingSchemas: wanted.IgnoreMissingSchemas,
	})
	if err == nil {
		validators[text] = made
	}
	return made, err
}

// Splits a stream as the kubeconform command splits a file. pkg/resource's FromStream would do, but hands out a buffer
// that it goes on writing to.
func splitStream(stream string) ([][]byte, error) {
	scanner := bufio.NewScanner(strings.NewReader(stream))
	scanner.Buffer(nil, maxDocument)
	scanner.Split(resource.SplitYAMLDocument)
	documents := [][]byte{}
	for scanner.Scan() {
		if document := scanner.Bytes(); len(document) > 0 {
			documents = append(documents, bytes.Clone(document))
		}
	}
	if len(documents) == 0 {
		documents = append(documents, []byte{})
	}
	return documents, scanner.Err()
}

func judge(chosen validator.Validator, document []byte) []verdict {
	whole := resource.Resource{Bytes: document}
	parts := whole.Resources()
	// As the command does with a file that gives no resource, such as an empty list.
	if len(parts) == 0 {
		parts = []resource.Resource{{}}
	}
	verdicts := make([]verdict, 0, len(parts))
	for _, part := range parts {
		verdicts = append(verdicts, describe(chosen.ValidateResource(part)))
	}
	return verdicts
}

func describe(result validator.Result) verdict {
	signature, _ := result.Resource.Signature()
	described := verdict{
		Status:  statuses[result.Status],
		Kind:    signature.Kind,
		Version: signature.Version,
		Name:    signature.Name,
	}
	if result.Err != nil {
		described.Message = result.Err.Error()
	}
	return described
}

// Judges the documents of a stream from the one at an index on. Each one's verdicts are emitted at once, so that they
// are known when a later document ends the program. Returns why nothing could be judged, or an empty text.
func validate(settings string, stream string, from int, emit js.Value) string {
	chosen, err := findValidator(settings)
	if err != nil {
		return err.Error()
	}
	documents, err := splitStream(stream)
	if err != nil {
		return err.Error()
	}
	for _, document := range documents[min(from, len(documents)):] {
		text, err := json.Marshal(judge(chosen, document))
		if err != nil {
			return err.Error()
		}
		emit.Invoke(string(text))
	}
	return ""
}

func main() {
	js.Global().Set("validate", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		return validate(arguments[0].String(), arguments[1].String(), arguments[2].Int(), arguments[3])
	}))
	select {}
}
