package main

import (
	"encoding/json"
	"fmt"

	"fleetwright.dev/upstream-validators/protocol"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"
	"github.com/argoproj/argo-rollouts/utils/analysis"
	"github.com/argoproj/argo-rollouts/utils/ingress"
	"github.com/argoproj/argo-rollouts/utils/istio"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// resourceSet finds what Rollouts refer to among the documents of a request.
type resourceSet struct {
	documents map[string]protocol.Document
}

func newResourceSet(documents []protocol.Document) *resourceSet {
	set := &resourceSet{documents: map[string]protocol.Document{}}
	for _, document := range documents {
		key := setKey(document.Kind, document.Namespace, document.Name)
		if _, taken := set.documents[key]; !taken {
			set.documents[key] = document
		}
	}
	return set
}

func setKey(kind, namespace, name string) string {
	if namespace == "" {
		namespace = metav1.NamespaceDefault
	}
	return kind + "/" + namespace + "/" + name
}

// get decodes a resource of the set; a document that does not decode is as good as absent, others say why.
func (s *resourceSet) get(kind, namespace, name string, into any) bool {
	document, found := s.documents[setKey(kind, namespace, name)]
	return found && json.Unmarshal(document.JSON, into) == nil
}

// resolveWorkload takes the pod template from the workload that the Rollout names, as the controller does.
func (s *resourceSet) resolveWorkload(rollout *v1alpha1.Rollout) error {
	ref := rollout.Spec.WorkloadRef
	var workload struct {
		Template *corev1.PodTemplateSpec `json:"template"`
		Spec     struct {
			Selector *metav1.LabelSelector  `json:"selector"`
			Template corev1.PodTemplateSpec `json:"template"`
		} `json:"spec"`
	}
	if !s.get(ref.Kind, rollout.Namespace, ref.Name, &workload) {
		return validation.InvalidWorkloadRef(rollout, fmt.Errorf("%s %q not found", ref.Kind, ref.Name))
	}
	template := workload.Spec.Template
	if workload.Template != nil {
		template = *workload.Template
	}
	rollout.Spec.SetResolvedTemplate(template)
	if rollout.Spec.Selector == nil {
		rollout.Spec.SetResolvedSelector(workload.Spec.Selector)
	}
	return nil
}

// findReferences returns what the set has of a Rollout's references, and an error for each that it lacks.
func (s *resourceSet) findReferences(rollout *v1alpha1.Rollout) (validation.ReferencedResources, []error) {
	var found validation.ReferencedResources
	var missing []error
	for _, service := range servicesOf(rollout) {
		service.Service = &corev1.Service{}
		if s.get("Service", rollout.Namespace, service.name, service.Service) {
			found.ServiceWithType = append(found.ServiceWithType, service.ServiceWithType)
		} else {
			path := validation.GetServiceWithTypeFieldPath(service.Type)
			missing = append(missing, field.Invalid(path, service.name, fmt.Sprintf("service %q not found", service.name)))
		}
	}
	analyses, errs := s.findAnalyses(rollout)
	found.AnalysisTemplatesWithType, missing = analyses, append(missing, errs...)
	ingresses, errs := s.findIngresses(rollout)
	found.Ingresses, missing = ingresses, append(missing, errs...)
	virtualServices, errs := s.findVirtualServices(rollout)
	found.VirtualServices, missing = virtualServices, append(missing, errs...)
	return found, missing
}

type namedService struct {
	validation.ServiceWithType
	name string
}

func servicesOf(rollout *v1alpha1.Rollout) []namedService {
	var named []namedService
	add := func(name string, kind validation.ServiceType) {
		if name != "" {
			named = append(named, namedService{validation.ServiceWithType{Type: kind}, name})
		}
	}
	if blueGreen := rollout.Spec.Strategy.BlueGreen; blueGreen != nil {
		add(blueGreen.ActiveService, validation.ActiveService)
		add(blueGreen.PreviewService, validation.PreviewService)
	} else if canary := rollout.Spec.Strategy.Canary; canary != nil {
		add(canary.StableService, validation.StableService)
		add(canary.CanaryService, validation.CanaryService)
		if canary.PingPong != nil {
			add(canary.PingPong.PingService, validation.PingService)
			add(canary.PingPong.PongService, validation.PongService)
		}
	}
	return named
}

func (s *resourceSet) findAnalyses(rollout *v1alpha1.Rollout) ([]validation.AnalysisTemplatesWithType, []error) {
	var found []validation.AnalysisTemplatesWithType
	var missing []error
	add := func(run *v1alpha1.RolloutAnalysis, kind validation.AnalysisTemplateType, step int) {
		if run == nil {
			return
		}
		path := validation.GetAnalysisTemplateWithTypeFieldPath(kind, step)
		templates, clusterTemplates, errs := s.findTemplates(rollout.Namespace, run.Templates, path, 0)
		missing = append(missing, errs...)
		if len(errs) == 0 {
			templates, clusterTemplates = analysis.FilterUniqueTemplates(templates, clusterTemplates)
			found = append(found, validation.AnalysisTemplatesWithType{
				AnalysisTemplates: templates, ClusterAnalysisTemplates: clusterTemplates, TemplateType: kind,
				CanaryStepIndex: step, Args: run.Args,
			})
		}
	}
	if blueGreen := rollout.Spec.Strategy.BlueGreen; blueGreen != nil {
		add(blueGreen.PrePromotionAnalysis, validation.PrePromotionAnalysis, 0)
		add(blueGreen.PostPromotionAnalysis, validation.PostPromotionAnalysis, 0)
	} else if canary := rollout.Spec.Strategy.Canary; canary != nil {
		for index, step := range canary.Steps {
			add(step.Analysis, validation.InlineAnalysis, index)
		}
		if canary.Analysis != nil {
			add(&canary.Analysis.RolloutAnalysis, validation.BackgroundAnalysis, 0)
		}
	}
	return found, missing
}

// Templates may name templates; a circle would have no end.
const deepestTemplate = 16

func (s *resourceSet) findTemplates(namespace string, refs []v1alpha1.AnalysisTemplateRef, path *field.Path, depth int) (
	templates []*v1alpha1.AnalysisTemplate, clusterTemplates []*v1alpha1.ClusterAnalysisTemplate, missing []error,
) {
	if depth > deepestTemplate {
		return nil, nil, []error{field.Invalid(path, refs, "analysis templates name each other in a circle")}
	}
	for _, ref := range refs {
		var inner []v1alpha1.AnalysisTemplateRef
		template, clusterTemplate := &v1alpha1.AnalysisTemplate{}, &v1alpha1.ClusterAnalysisTemplate{}
		switch {
		case ref.IsClusterScope() && s.get("ClusterAnalysisTemplate", "", ref.TemplateName, clusterTemplate):
			clusterTemplates, inner = append(clusterTemplates, clusterTemplate), clusterTemplate.Spec.Templates
		case !ref.IsClusterScope() && s.get("AnalysisTemplate", namespace, ref.TemplateName, template):
			templates, inner = append(templates, template), template.Spec.Templates
		default:
			missing = append(missing, field.Invalid(path, ref.TemplateName, missingTemplate(ref)))
		}
		below, clusterBelow, errs := s.findTemplates(namespace, inner, field.NewPath("spec", "templates"), depth+1)
		templates, clusterTemplates = append(templates, below...), append(clusterTemplates, clusterBelow...)
		missing = append(missing, errs...)
	}
	return templates, clusterTemplates, missing
}

func missingTemplate(ref v1alpha1.AnalysisTemplateRef) string {
	if ref.IsClusterScope() {
		return fmt.Sprintf("ClusterAnalysisTemplate '%s' not found", ref.TemplateName)
	}
	return fmt.Sprintf("AnalysisTemplate '%s' not found", ref.TemplateName)
}

func (s *resourceSet) findIngresses(rollout *v1alpha1.Rollout) (found []ingress.Ingress, missing []error) {
	path, names := ingressesOf(rollout)
	for _, name := range names {
		var one networkingv1.Ingress
		if s.get("Ingress", rollout.Namespace, name, &one) {
			found = append(found, *ingress.NewIngress(&one))
		} else {
			missing = append(missing, field.Invalid(path, name, fmt.Sprintf("ingress %q not found", name)))
		}
	}
	return found, missing
}

func ingressesOf(rollout *v1alpha1.Rollout) (*field.Path, []string) {
	path := field.NewPath("spec", "strategy", "canary", "trafficRouting")
	canary := rollout.Spec.Strategy.Canary
	switch {
	case canary == nil || canary.TrafficRouting == nil:
		return nil, nil
	case canary.TrafficRouting.ALB != nil && canary.TrafficRouting.ALB.Ingresses != nil:
		return path.Child("alb", "ingresses"), canary.TrafficRouting.ALB.Ingresses
	case canary.TrafficRouting.ALB != nil:
		return path.Child("alb", "ingress"), []string{canary.TrafficRouting.ALB.Ingress}
	case canary.TrafficRouting.Nginx != nil && canary.TrafficRouting.Nginx.StableIngresses != nil:
		return path.Child("nginx", "stableIngresses"), canary.TrafficRouting.Nginx.StableIngresses
	case canary.TrafficRouting.Nginx != nil:
		return path.Child("nginx", "stableIngress"), []string{canary.TrafficRouting.Nginx.StableIngress}
	}
	return nil, nil
}

func (s *resourceSet) findVirtualServices(rollout *v1alpha1.Rollout) (found []unstructured.Unstructured, missing []error) {
	path := field.NewPath("spec", "strategy", "canary", "trafficRouting", "istio", "virtualService", "name")
	for _, reference := range virtualServicesOf(rollout) {
		namespace, name := istio.GetVirtualServiceNamespaceName(reference.Name)
		if namespace == "" {
			namespace = rollout.Namespace
		}
		var one unstructured.Unstructured
		if s.get("VirtualService", namespace, name, &one) {
			found = append(found, one)
		} else {
			missing = append(missing, field.Invalid(path, name, fmt.Sprintf("virtualservice %q not found", name)))
		}
	}
	return found, missing
}

func virtualServicesOf(rollout *v1alpha1.Rollout) []v1alpha1.IstioVirtualService {
	canary := rollout.Spec.Strategy.Canary
	if canary == nil || canary.TrafficRouting == nil || canary.TrafficRouting.Istio == nil {
		return nil
	}
	if istio.MultipleVirtualServiceConfigured(rollout) {
		return canary.TrafficRouting.Istio.VirtualServices
	}
	return []v1alpha1.IstioVirtualService{*canary.TrafficRouting.Istio.VirtualService}
}
