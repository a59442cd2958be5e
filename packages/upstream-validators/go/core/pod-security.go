package main

import (
	"fmt"

	"fleetwright.dev/upstream-validators/protocol"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/yaml"
)

var podSecurity = newEvaluator()

func newEvaluator() policy.Evaluator {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks())
	if err != nil {
		panic(err)
	}
	return evaluator
}

// judgePodSecurity judges the pods that a document is or makes, a Rollout's too, by a Pod Security Standard.
func judgePodSecurity(request protocol.Request, document protocol.Document) []protocol.Finding {
	const judge = "pod-security"
	level := api.LevelRestricted
	if request.PodSecurityLevel != "" {
		parsed, err := api.ParseLevel(request.PodSecurityLevel)
		if err != nil {
			return []protocol.Finding{document.Find(judge, protocol.CouldNotCheck, "", err.Error())}
		}
		level = parsed
	}
	metadata, spec := readPodSpec(document)
	if spec == nil {
		return nil
	}
	version := api.LevelVersion{Level: level, Version: api.LatestVersion()}
	var findings []protocol.Finding
	for _, result := range podSecurity.EvaluatePod(version, metadata, spec) {
		if result.Allowed {
			continue
		}
		message := fmt.Sprintf("violates PodSecurity %q: %s", version, describe(result))
		findings = append(findings, document.Find(judge, protocol.Error, "", message))
	}
	return findings
}

func describe(result policy.CheckResult) string {
	if result.ForbiddenDetail == "" {
		return result.ForbiddenReason
	}
	return fmt.Sprintf("%s (%s)", result.ForbiddenReason, result.ForbiddenDetail)
}

// readPodSpec returns no pod where there is none, and where the document cannot be decoded: that is for others to say.
func readPodSpec(document protocol.Document) (*metav1.ObjectMeta, *corev1.PodSpec) {
	if isRollout(document) {
		var rollout v1alpha1.Rollout
		if yaml.Unmarshal(document.JSON, &rollout) != nil {
			return nil, nil
		}
		return &rollout.Spec.Template.ObjectMeta, &rollout.Spec.Template.Spec
	}
	if _, served := strategies[document.APIVersion+" "+document.Kind]; !served {
		return nil, nil
	}
	object, err := runtime.Decode(legacyscheme.Codecs.UniversalDeserializer(), document.JSON)
	if err != nil {
		return nil, nil
	}
	metadata, spec, err := admission.DefaultPodSpecExtractor{}.ExtractPodSpec(object)
	if err != nil {
		return nil, nil
	}
	return metadata, spec
}
