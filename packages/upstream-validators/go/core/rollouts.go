package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"fleetwright.dev/upstream-validators/protocol"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"
	"github.com/argoproj/argo-rollouts/utils/analysis"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

const rolloutsJudge = "argo-rollouts"

func isRollout(document protocol.Document) bool {
	return document.APIVersion == "argoproj.io/v1alpha1" && document.Kind == "Rollout"
}

// judgeRollouts validates as the controller does when it reconciles. What a Rollout refers to is looked for in a set
// only: a document by itself says nothing about its neighbours.
func judgeRollouts(request protocol.Request, documents []protocol.Document) []protocol.Finding {
	var set *resourceSet
	if request.IsSet() {
		set = newResourceSet(request.WithNeighbours(documents))
	}
	each := protocol.Guard(rolloutsJudge, func(_ protocol.Request, document protocol.Document) []protocol.Finding {
		switch {
		case isRollout(document):
			return judgeRollout(document, set)
		case isAnalysisTemplate(document):
			return judgeAnalysisTemplate(document)
		}
		return nil
	})
	return each.Judge(request, documents)
}

func judgeRollout(document protocol.Document, set *resourceSet) []protocol.Finding {
	var rollout v1alpha1.Rollout
	if err := json.Unmarshal(document.JSON, &rollout); err != nil {
		return []protocol.Finding{document.Find(rolloutsJudge, protocol.Error, "", err.Error())}
	}
	if set != nil && rollout.Spec.WorkloadRef != nil {
		if err := set.resolveWorkload(&rollout); err != nil {
			return []protocol.Finding{findError(document, err)}
		}
	}
	findings := findFieldErrors(rolloutsJudge, document, validation.ValidateRollout(&rollout))
	findings = append(findings, judgeConfiguration(document, &rollout)...)
	// The controller looks at references once the Rollout itself is valid; upstream's code counts on that.
	if set == nil || len(findings) > 0 {
		return findings
	}
	references, missing := set.findReferences(&rollout)
	for _, err := range missing {
		findings = append(findings, findError(document, err))
	}
	errs := validation.ValidateRolloutReferencedResources(&rollout, references)
	return append(findings, findFieldErrors(rolloutsJudge, document, errs)...)
}

// judgeConfiguration checks that one of two ways to name something is taken.
func judgeConfiguration(document protocol.Document, rollout *v1alpha1.Rollout) []protocol.Finding {
	var findings []protocol.Finding
	for _, validate := range []func(*v1alpha1.Rollout) error{
		validation.ValidateRolloutNginxIngressesConfig,
		validation.ValidateRolloutAlbIngressesConfig,
		validation.ValidateRolloutVirtualServicesConfig,
	} {
		if err := validate(rollout); err != nil {
			findings = append(findings, findError(document, err))
		}
	}
	return findings
}

func findError(document protocol.Document, err error) protocol.Finding {
	if located, ok := err.(*field.Error); ok {
		return document.Find(rolloutsJudge, protocol.Error, located.Field, located.ErrorBody())
	}
	return document.Find(rolloutsJudge, protocol.Error, "", err.Error())
}

func isAnalysisTemplate(document protocol.Document) bool {
	return document.APIVersion == "argoproj.io/v1alpha1" &&
		(document.Kind == "AnalysisTemplate" || document.Kind == "ClusterAnalysisTemplate")
}

// judgeAnalysisTemplate checks the metrics whose values are known; the others get theirs from a run's arguments.
func judgeAnalysisTemplate(document protocol.Document) []protocol.Finding {
	var template v1alpha1.AnalysisTemplate
	if err := json.Unmarshal(document.JSON, &template); err != nil {
		return []protocol.Finding{document.Find(rolloutsJudge, protocol.Error, "", err.Error())}
	}
	var findings []protocol.Finding
	for index, metric := range template.Spec.Metrics {
		text, _ := json.Marshal(metric)
		if strings.Contains(string(text), "{{") && !hasPlainNumbers(metric) {
			continue
		}
		if err := analysis.ValidateMetric(metric); err != nil {
			path := fmt.Sprintf("spec.metrics[%d]", index)
			findings = append(findings, document.Find(rolloutsJudge, protocol.Error, path, err.Error()))
		}
	}
	return findings
}

// hasPlainNumbers says whether arguments stand only where validation does not look: in the provider and conditions.
func hasPlainNumbers(metric v1alpha1.Metric) bool {
	metric.Provider = v1alpha1.MetricProvider{}
	metric.SuccessCondition, metric.FailureCondition = "", ""
	text, _ := json.Marshal(metric)
	return !strings.Contains(string(text), "{{")
}
