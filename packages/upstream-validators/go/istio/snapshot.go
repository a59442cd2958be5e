package main

import (
	"encoding/json"

	"fleetwright.dev/upstream-validators/protocol"
	"istio.io/istio/pilot/pkg/config/file"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/analysis"
	"istio.io/istio/pkg/config/analysis/analyzers/util"
	"istio.io/istio/pkg/config/constants"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/resource"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/gvk"
	schemaresource "istio.io/istio/pkg/config/schema/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// snapshot is the set as Istio's analyzers see a cluster: instances by kind, in the order of the documents.
type snapshot struct {
	instances map[config.GroupVersionKind][]*resource.Instance
}

func newSnapshot(documents []protocol.Document) *snapshot {
	set := &snapshot{instances: map[config.GroupVersionKind][]*resource.Instance{}}
	// Some analyzers cannot do without the configuration of the mesh: Istio's defaults stand for it.
	set.addMesh(gvk.MeshConfig, "meshconfig", mesh.DefaultMeshConfig())
	set.addMesh(gvk.MeshNetworks, "meshnetworks", mesh.DefaultMeshNetworks())
	for _, document := range documents {
		set.addDocument(document, document)
		if pod, ok := projectPod(document); ok {
			set.addDocument(pod, document)
		}
	}
	return set
}

func (s *snapshot) addMesh(kind config.GroupVersionKind, name string, spec config.Spec) {
	schema, _ := collections.All.FindByGroupVersionKind(kind)
	meta := config.Meta{GroupVersionKind: kind, Name: name, Namespace: constants.IstioSystemNamespace}
	s.add(schema, &config.Config{Meta: meta, Spec: spec}, protocol.Document{Index: protocol.NoIndex}, protocol.Document{Index: protocol.NoIndex})
}

// addDocument leaves out what does not decode, which is for other judges to say, and kinds that Istio does not know.
func (s *snapshot) addDocument(document, reported protocol.Document) {
	defer func() { _ = recover() }()
	schema, found := findSchema(document)
	if !found {
		return
	}
	if isIstioGroup(schema.Group()) {
		if converted, err := convert(schema, document); err == nil {
			s.add(schema, withNamespace(converted, schema), document, reported)
		}
		return
	}
	var object unstructured.Unstructured
	if object.UnmarshalJSON(document.JSON) == nil {
		setPortDefaults(&object)
		s.add(schema, withNamespace(file.TranslateObject(&object, domain, schema), schema), document, reported)
	}
}

// setPortDefaults does as the API server: analyzers compare the ports that containers get.
func setPortDefaults(object *unstructured.Unstructured) {
	if object.GetKind() != "Service" {
		return
	}
	ports, _, _ := unstructured.NestedSlice(object.Object, "spec", "ports")
	for _, one := range ports {
		if port, ok := one.(map[string]any); ok {
			setDefault(port, "targetPort", port["port"])
			setDefault(port, "protocol", "TCP")
		}
	}
	_ = unstructured.SetNestedSlice(object.Object, ports, "spec", "ports")
}

func setDefault(fields map[string]any, name string, value any) {
	if _, set := fields[name]; !set && value != nil {
		fields[name] = value
	}
}

func withNamespace(converted *config.Config, schema schemaresource.Schema) *config.Config {
	if schema.IsClusterScoped() {
		converted.Namespace = ""
	} else if converted.Namespace == "" {
		converted.Namespace = metav1.NamespaceDefault
	}
	return converted
}

func (s *snapshot) add(schema schemaresource.Schema, converted *config.Config, document, reported protocol.Document) {
	instance := resource.PilotConfigToInstance(converted, schema)
	instance.Origin = newOrigin(document, reported, instance.Metadata.FullName)
	kind := schema.GroupVersionKind()
	s.instances[kind] = append(s.instances[kind], instance)
}

// Find returns the first of several instances with a name.
func (s *snapshot) Find(kind config.GroupVersionKind, name resource.FullName) *resource.Instance {
	for _, instance := range s.instances[kind] {
		if instance.Metadata.FullName == name {
			return instance
		}
	}
	return nil
}

func (s *snapshot) Exists(kind config.GroupVersionKind, name resource.FullName) bool {
	return s.Find(kind, name) != nil
}

func (s *snapshot) ForEach(kind config.GroupVersionKind, visit analysis.IteratorFn) {
	for _, instance := range s.instances[kind] {
		if !visit(instance) {
			return
		}
	}
}

var podMakers = map[string]bool{
	"apps/v1 DaemonSet": true, "apps/v1 Deployment": true, "apps/v1 StatefulSet": true, "argoproj.io/v1alpha1 Rollout": true,
}

type container struct {
	Name  string `json:"name"`
	Image string `json:"image"`
}

// projectPod makes the pod that a workload's controller would, with the proxy that injection would add: analyzers
// compare selectors with pods, and a pod without proxy is a finding of its own.
func projectPod(document protocol.Document) (protocol.Document, bool) {
	if !podMakers[document.APIVersion+" "+document.Kind] {
		return protocol.Document{}, false
	}
	var workload struct {
		Spec struct {
			Template struct {
				Metadata map[string]any `json:"metadata"`
				Spec     map[string]any `json:"spec"`
			} `json:"template"`
		} `json:"spec"`
	}
	template := &workload.Spec.Template
	if json.Unmarshal(document.JSON, &workload) != nil || template.Spec == nil {
		return protocol.Document{}, false
	}
	if template.Metadata == nil {
		template.Metadata = map[string]any{}
	}
	template.Metadata["name"], template.Metadata["namespace"] = document.Name, document.Namespace
	containers, _ := template.Spec["containers"].([]any)
	template.Spec["containers"] = append(containers, container{Name: util.IstioProxyName, Image: "proxyv2"})
	pod := map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": template.Metadata, "spec": template.Spec}
	text, err := json.Marshal(pod)
	projected := document
	projected.APIVersion, projected.Kind, projected.JSON = "v1", "Pod", text
	return projected, err == nil
}
