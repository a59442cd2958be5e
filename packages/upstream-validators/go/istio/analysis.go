package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleetwright.dev/upstream-validators/protocol"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/analysis"
	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/diag"
)

const analysisJudge = "istio-analysis"

// analyze runs Istio's analyzers over a set; without one it has nothing to say, since they judge what resources say of
// each other. What the webhook finds is not repeated.
func analyze(request protocol.Request, documents []protocol.Document) []protocol.Finding {
	if !request.IsSet() {
		return nil
	}
	snapshot := newSnapshot(request.WithNeighbours(documents))
	var findings []protocol.Finding
	for _, analyzer := range analyzers.All() {
		if !strings.HasPrefix(analyzer.Metadata().Name, "schema.") {
			findings = append(findings, runAnalyzer(analyzer, snapshot)...)
		}
	}
	// Analyzers walk maps, and report some things once per resource that shows them.
	slices.SortStableFunc(findings, compareFindings)
	return slices.Compact(findings)
}

func compareFindings(a, b protocol.Finding) int {
	return cmp.Or(
		cmp.Compare(a.Index, b.Index), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Message, b.Message),
	)
}

// runAnalyzer turns a panic into the finding that one analyzer reached no verdict.
func runAnalyzer(analyzer analysis.Analyzer, snapshot *snapshot) (findings []protocol.Finding) {
	defer func() {
		if cause := recover(); cause != nil {
			message := fmt.Sprintf("The analyzer %s failed: %v", analyzer.Metadata().Name, cause)
			findings = []protocol.Finding{{
				Judge: analysisJudge, Severity: protocol.CouldNotCheck, Index: protocol.NoIndex, Message: message,
			}}
		}
	}()
	context := &reports{snapshot: snapshot}
	analyzer.Analyze(context)
	// Neighbours are not judged.
	return slices.DeleteFunc(context.findings, func(one protocol.Finding) bool { return one.Index == protocol.NoIndex })
}

// reports is what one analyzer sees and says.
type reports struct {
	*snapshot
	findings []protocol.Finding
}

var severities = map[diag.Level]protocol.Severity{
	diag.Error: protocol.Error, diag.Warning: protocol.Warning, diag.Info: protocol.Info,
}

func (r *reports) Report(_ config.GroupVersionKind, message diag.Message) {
	text := fmt.Sprintf(message.Type.Template(), message.Parameters...)
	finding := protocol.Finding{
		Judge: analysisJudge, Severity: severities[message.Type.Level()], Index: protocol.NoIndex, Message: text,
	}
	if message.Resource != nil {
		if origin, ok := message.Resource.Origin.(*origin); ok {
			finding = origin.reported.Find(analysisJudge, finding.Severity, origin.pathAt(message.Line), text)
		}
	}
	finding.Code = message.Type.Code()
	r.findings = append(r.findings, finding)
}

func (r *reports) Canceled() bool { return false }

func (r *reports) SetAnalyzer(string) {}
