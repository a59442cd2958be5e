package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"fleetwright.dev/upstream-validators/protocol"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

type rule struct {
	Alert  string `json:"alert"`
	Record string `json:"record"`
}

type group struct {
	Name  string `json:"name"`
	Rules []rule `json:"rules"`
}

// judgePrometheus reads a PrometheusRule's groups as Prometheus reads the file that the operator makes of them.
func judgePrometheus(_ protocol.Request, document protocol.Document) []protocol.Finding {
	const judge = "prometheus"
	if document.APIVersion != "monitoring.coreos.com/v1" || document.Kind != "PrometheusRule" {
		return nil
	}
	file, groups, err := readRuleFile(document)
	if err != nil {
		return []protocol.Finding{document.Find(judge, protocol.Error, "spec.groups", err.Error())}
	}
	_, problems := rulefmt.Parse(file, false, model.UTF8Validation, parser.NewParser(parser.Options{}))
	var findings []protocol.Finding
	for _, problem := range problems {
		path, message := locateRule(groups, problem)
		findings = append(findings, document.Find(judge, protocol.Error, path, message))
	}
	// Prometheus decodes a file twice, and says twice that it cannot.
	return slices.Compact(findings)
}

// readRuleFile unwraps the groups. The operator takes out what only Thanos' ruler reads.
func readRuleFile(document protocol.Document) ([]byte, []group, error) {
	var resource struct {
		Spec struct {
			Groups []map[string]json.RawMessage `json:"groups"`
		} `json:"spec"`
	}
	if err := json.Unmarshal(document.JSON, &resource); err != nil {
		return nil, nil, fmt.Errorf("not a list of groups: %w", err)
	}
	for _, one := range resource.Spec.Groups {
		delete(one, "partial_response_strategy")
	}
	file, err := json.Marshal(map[string]any{"groups": resource.Spec.Groups})
	if err != nil {
		return nil, nil, err
	}
	var typed struct {
		Groups []group `json:"groups"`
	}
	// What does not fit is for Prometheus to refuse; places are then not known.
	_ = json.Unmarshal(file, &typed)
	return file, typed.Groups, nil
}

// locateRule turns the name of a group and the number of a rule into a path.
func locateRule(groups []group, problem error) (path, message string) {
	var located *rulefmt.Error
	if !errors.As(problem, &located) {
		return "spec.groups", problem.Error()
	}
	cause := located.Err.Unwrap()
	for index, one := range groups {
		if one.Name == located.Group {
			return fmt.Sprintf("spec.groups[%d].rules[%d]", index, located.Rule-1), cause.Error()
		}
	}
	return "spec.groups", cause.Error()
}
