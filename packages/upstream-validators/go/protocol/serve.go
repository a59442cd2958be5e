package protocol

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
)

// Greeting is the first line of a helper: what it can judge, and by which upstream versions.
type Greeting struct {
	Judges   []string          `json:"judges"`
	Versions map[string]string `json:"versions"`
}

// Request asks some judges about documents.
type Request struct {
	ID     int64    `json:"id"`
	Judges []string `json:"judges"`
	// Documents are judged each by itself, Set as well in what its members say of each other. One of the two is given.
	Documents []json.RawMessage `json:"documents"`
	Set       []json.RawMessage `json:"set"`
	// Neighbours are other resources of the cluster: members of the set refer to them, but they are not judged.
	Neighbours []json.RawMessage `json:"neighbours"`
	// CRDs names definitions that this or an earlier request brought.
	CRDs        string            `json:"crds"`
	Definitions []json.RawMessage `json:"definitions"`
	// PodSecurityLevel is restricted unless it says baseline or privileged.
	PodSecurityLevel string `json:"podSecurityLevel"`
}

// WithNeighbours returns the documents of a set and those beside it, which have no index.
func (r Request) WithNeighbours(documents []Document) []Document {
	all := append([]Document{}, documents...)
	for _, raw := range r.Neighbours {
		if document, err := parseDocument(NoIndex, raw); err == nil {
			all = append(all, document)
		}
	}
	return all
}

// IsSet says whether the documents are meant to be seen together.
func (r Request) IsSet() bool { return r.Set != nil }

type response struct {
	ID       int64     `json:"id"`
	Findings []Finding `json:"findings"`
	Error    string    `json:"error,omitempty"`
}

// Judge looks at all documents of a request. Guard makes one of a function that looks at one document.
type Judge struct {
	Name  string
	Judge func(request Request, documents []Document) []Finding
}

// Serve greets, then answers each line of input with one of output until the input ends.
func Serve(input io.Reader, output io.Writer, greeting Greeting, judges []Judge) error {
	// A helper lives as long as one command: collecting garbage seldom saves a third of its time.
	debug.SetGCPercent(400)
	reader, writer := bufio.NewReaderSize(input, 1<<20), json.NewEncoder(output)
	writer.SetEscapeHTML(false)
	for _, judge := range judges {
		greeting.Judges = append(greeting.Judges, judge.Name)
	}
	if err := writer.Encode(greeting); err != nil {
		return err
	}
	for {
		line, err := reader.ReadBytes('\n')
		if len(line) > 0 {
			if err := writer.Encode(answer(line, judges)); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func answer(line []byte, judges []Judge) response {
	var request Request
	if err := json.Unmarshal(line, &request); err != nil {
		return response{ID: request.ID, Findings: []Finding{}, Error: fmt.Sprintf("The request is not readable: %v", err)}
	}
	byName := map[string]Judge{}
	for _, judge := range judges {
		byName[judge.Name] = judge
	}
	for _, name := range request.Judges {
		if _, known := byName[name]; !known {
			return response{ID: request.ID, Findings: []Finding{}, Error: fmt.Sprintf("There is no judge %q.", name)}
		}
	}
	documents, findings := parseDocuments(request)
	for _, name := range request.Judges {
		findings = append(findings, guardRequest(byName[name], request, documents)...)
	}
	return response{ID: request.ID, Findings: findings}
}

// parseDocuments says of a document that is none once, whatever number of judges there are.
func parseDocuments(request Request) ([]Document, []Finding) {
	raws := request.Documents
	if request.IsSet() {
		raws = request.Set
	}
	documents, findings := []Document{}, []Finding{}
	for index, raw := range raws {
		document, err := parseDocument(index, raw)
		if err == nil {
			documents = append(documents, document)
		} else if len(request.Judges) > 0 {
			findings = append(findings, document.Find(request.Judges[0], Error, "", err.Error()))
		}
	}
	return documents, findings
}

// guardRequest turns a panic of a judge into the finding that it reached no verdict on anything.
func guardRequest(judge Judge, request Request, documents []Document) (findings []Finding) {
	defer func() {
		if cause := recover(); cause != nil {
			findings = []Finding{{
				Judge: judge.Name, Severity: CouldNotCheck, Index: NoIndex, Message: fmt.Sprintf("The judge failed: %v", cause),
			}}
		}
	}()
	return judge.Judge(request, documents)
}

// Guard judges documents one by one; a panic costs one document's verdict.
func Guard(name string, judge func(request Request, document Document) []Finding) Judge {
	guarded := func(request Request, document Document) (findings []Finding) {
		defer func() {
			if cause := recover(); cause != nil {
				findings = []Finding{document.Find(name, CouldNotCheck, "", fmt.Sprintf("The judge failed: %v", cause))}
			}
		}()
		return judge(request, document)
	}
	return Judge{Name: name, Judge: func(request Request, documents []Document) (findings []Finding) {
		for _, document := range documents {
			findings = append(findings, guarded(request, document)...)
		}
		return findings
	}}
}
