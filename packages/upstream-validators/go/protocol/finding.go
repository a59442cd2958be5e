// Package protocol is what the validators' helpers speak: one request per line of JSON, one response per line.
package protocol

// Severity says what a finding means for the resource.
type Severity string

const (
	// Error: upstream refuses the resource.
	Error Severity = "error"
	// Warning: upstream accepts it and warns.
	Warning Severity = "warning"
	// Info: upstream accepts it and remarks on it.
	Info Severity = "info"
	// CouldNotCheck: the judge reached no verdict.
	CouldNotCheck Severity = "could-not-check"
)

// NoIndex stands where a finding is about a request as a whole.
const NoIndex = -1

// Finding is one thing that one judge says about one document of a request.
type Finding struct {
	Judge     string   `json:"judge"`
	Severity  Severity `json:"severity"`
	Kind      string   `json:"kind"`
	Namespace string   `json:"namespace"`
	Name      string   `json:"name"`
	// Index of the document in the request, or NoIndex.
	Index int `json:"index"`
	// Path of the field as upstream writes it; empty when upstream names none.
	Path    string `json:"path"`
	Message string `json:"message"`
	// Code of upstream for this kind of message, where it has codes.
	Code string `json:"code,omitempty"`
}
