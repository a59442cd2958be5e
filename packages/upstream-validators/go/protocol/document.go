package protocol

import (
	"encoding/json"
	"fmt"

	"sigs.k8s.io/yaml"
)

// Document is one Kubernetes object of a request.
type Document struct {
	Index int
	// Text is the object as it was given: YAML, or JSON.
	Text []byte
	// JSON is the same object as JSON.
	JSON       []byte
	APIVersion string
	Kind       string
	Namespace  string
	Name       string
}

// parseDocument takes a JSON object, or a JSON string that holds YAML.
func parseDocument(index int, raw json.RawMessage) (Document, error) {
	document := Document{Index: index, Text: raw, JSON: raw}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		converted, err := yaml.YAMLToJSON([]byte(text))
		if err != nil {
			return document, fmt.Errorf("not readable as YAML: %w", err)
		}
		document.Text, document.JSON = []byte(text), converted
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(document.JSON, &object); err != nil || object == nil {
		return document, fmt.Errorf("not a mapping")
	}
	document.identify(object)
	return document, nil
}

// identify fills in what it can read; whether a name is a string is for the judges to say.
func (d *Document) identify(object map[string]json.RawMessage) {
	var metadata map[string]json.RawMessage
	_ = json.Unmarshal(object["metadata"], &metadata)
	_ = json.Unmarshal(object["apiVersion"], &d.APIVersion)
	_ = json.Unmarshal(object["kind"], &d.Kind)
	_ = json.Unmarshal(metadata["namespace"], &d.Namespace)
	_ = json.Unmarshal(metadata["name"], &d.Name)
}

// Find makes a finding about the document.
func (d Document) Find(judge string, severity Severity, path, message string) Finding {
	return Finding{
		Judge: judge, Severity: severity, Kind: d.Kind, Namespace: d.Namespace, Name: d.Name, Index: d.Index,
		Path: path, Message: message,
	}
}
