package main

import (
	"encoding/json"
	"fmt"

	"fleetwright.dev/upstream-validators/protocol"
	internal "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	apischema "k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
)

const crdJudge = "crd"

// definitions are the sets of CustomResourceDefinitions that requests brought, by the names that they gave them.
type definitions map[string]definitionSet

// definitionSet is what the API server of one cluster serves beyond its own kinds, by group and kind.
type definitionSet map[apischema.GroupKind]*definition

// definition compiles its versions when the first resource asks for them: compiling all takes longer than judging.
type definition struct {
	crd     apiextensions.CustomResourceDefinition
	problem error
	served  map[string]*servedKind
}

// servedKind treats resources of one version as the API server does.
type servedKind struct {
	gvk        apischema.GroupVersionKind
	structural *schema.Structural
	preserve   bool
	strategy   rest.RESTCreateStrategy
	warning    string
	err        error
}

func newDefinitions() definitions { return definitions{} }

func (d definitions) judge(request protocol.Request, documents []protocol.Document) []protocol.Finding {
	if request.Definitions != nil {
		d[request.CRDs] = readDefinitions(request.Definitions)
	}
	set, known := d[request.CRDs]
	if !known {
		message := fmt.Sprintf("There are no definitions named %q.", request.CRDs)
		return []protocol.Finding{{Judge: crdJudge, Severity: protocol.CouldNotCheck, Index: protocol.NoIndex, Message: message}}
	}
	return protocol.Guard(crdJudge, set.judge).Judge(request, documents)
}

func readDefinitions(raws []json.RawMessage) definitionSet {
	set := definitionSet{}
	for _, raw := range raws {
		var one definition
		one.served = map[string]*servedKind{}
		one.problem = json.Unmarshal(raw, &one.crd)
		set[apischema.GroupKind{Group: one.crd.Spec.Group, Kind: one.crd.Spec.Names.Kind}] = &one
	}
	return set
}

func (s definitionSet) judge(_ protocol.Request, document protocol.Document) []protocol.Finding {
	gvk := apischema.FromAPIVersionAndKind(document.APIVersion, document.Kind)
	if builtinGroups[gvk.Group] || document.Kind == "" || document.APIVersion == "" {
		return nil
	}
	found, known := s[gvk.GroupKind()]
	if !known {
		message := fmt.Sprintf("no CustomResourceDefinition of %s is known", gvk.GroupKind())
		return []protocol.Finding{document.Find(crdJudge, protocol.CouldNotCheck, "", message)}
	}
	served := found.serve(gvk)
	if served == nil {
		message := fmt.Sprintf("no matches for kind %q in version %q", gvk.Kind, document.APIVersion)
		return []protocol.Finding{document.Find(crdJudge, protocol.Error, "", message)}
	}
	if served.err != nil {
		return []protocol.Finding{document.Find(crdJudge, protocol.CouldNotCheck, "", served.err.Error())}
	}
	return served.judge(document)
}

// serve returns nothing for a version that is not served.
func (d *definition) serve(gvk apischema.GroupVersionKind) *servedKind {
	if served, ok := d.served[gvk.Version]; ok {
		return served
	}
	for _, version := range d.crd.Spec.Versions {
		if version.Name == gvk.Version && version.Served {
			d.served[gvk.Version] = d.compile(gvk, version)
			return d.served[gvk.Version]
		}
	}
	return nil
}

func (d *definition) compile(gvk apischema.GroupVersionKind, version apiextensions.CustomResourceDefinitionVersion) *servedKind {
	served := &servedKind{gvk: gvk, preserve: d.crd.Spec.PreserveUnknownFields}
	fail := func(err error) *servedKind {
		served.err = fmt.Errorf("the CustomResourceDefinition %s is not usable: %w", d.crd.Name, err)
		return served
	}
	if d.problem != nil {
		return fail(d.problem)
	}
	if version.Deprecated {
		served.warning = deprecation(gvk, version)
	}
	properties := &internal.JSONSchemaProps{}
	if version.Schema != nil && version.Schema.OpenAPIV3Schema != nil {
		source := version.Schema.OpenAPIV3Schema
		if err := apiextensions.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(source, properties, nil); err != nil {
			return fail(err)
		}
	}
	structural, err := schema.NewStructural(properties)
	if err != nil {
		return fail(err)
	}
	// Defaults are shared with the definition until they are copied.
	served.structural = structural.DeepCopy()
	if err := defaulting.PruneDefaults(served.structural); err != nil {
		return fail(err)
	}
	served.strategy, err = d.newStrategy(gvk, version, properties, served.structural)
	if err != nil {
		return fail(err)
	}
	return served
}

func (d *definition) newStrategy(
	gvk apischema.GroupVersionKind, version apiextensions.CustomResourceDefinitionVersion,
	properties *internal.JSONSchemaProps, structural *schema.Structural,
) (rest.RESTCreateStrategy, error) {
	validator, _, err := validation.NewSchemaValidator(properties)
	if err != nil {
		return nil, err
	}
	subresources := &internal.CustomResourceSubresources{}
	if version.Subresources != nil {
		source := version.Subresources
		if err := apiextensions.Convert_v1_CustomResourceSubresources_To_apiextensions_CustomResourceSubresources(source, subresources, nil); err != nil {
			return nil, err
		}
	}
	namespaced := d.crd.Spec.Scope == apiextensions.NamespaceScoped
	typer := crdserverscheme.NewUnstructuredObjectTyper()
	return customresource.NewStrategy(
		typer, namespaced, gvk, validator, nil, structural, subresources.Status, subresources.Scale, version.SelectableFields,
	), nil
}

func deprecation(gvk apischema.GroupVersionKind, version apiextensions.CustomResourceDefinitionVersion) string {
	if version.DeprecationWarning != nil {
		return *version.DeprecationWarning
	}
	return fmt.Sprintf("%s %s is deprecated", gvk.GroupVersion(), gvk.Kind)
}
