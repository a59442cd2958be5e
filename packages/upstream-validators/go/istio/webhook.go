package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"fleetwright.dev/upstream-validators/protocol"
	"github.com/hashicorp/go-multierror"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	apischema "k8s.io/apimachinery/pkg/runtime/schema"
)

const domain = "cluster.local"

// Fields that an Istio resource may have beside each other.
var rootFields = map[string]bool{"apiVersion": true, "kind": true, "metadata": true, "spec": true, "status": true}

func isIstioGroup(group string) bool { return strings.HasSuffix(group, ".istio.io") }

// judgeConfig validates as Istio's admission webhook does.
func judgeConfig(_ protocol.Request, document protocol.Document) []protocol.Finding {
	const judge = "istio"
	schema, found := findSchema(document)
	if !found || !isIstioGroup(schema.Group()) {
		return nil
	}
	converted, err := convert(schema, document)
	if err != nil {
		return []protocol.Finding{document.Find(judge, protocol.Error, "", err.Error())}
	}
	var findings []protocol.Finding
	warning, err := schema.ValidateConfig(*converted)
	for _, one := range flatten(warning) {
		findings = append(findings, document.Find(judge, protocol.Warning, "", one.Error()))
	}
	for _, one := range flatten(err) {
		findings = append(findings, document.Find(judge, protocol.Error, "", one.Error()))
	}
	return append(findings, judgeFields(judge, document)...)
}

// findSchema ignores the version, as the webhook does: Istio's versions share a schema.
func findSchema(document protocol.Document) (resource.Schema, bool) {
	gvk := apischema.FromAPIVersionAndKind(document.APIVersion, document.Kind)
	return collections.All.FindByGroupKind(resource.FromKubernetesGVK(&gvk))
}

func convert(schema resource.Schema, document protocol.Document) (*config.Config, error) {
	var object crd.IstioKind
	if err := json.Unmarshal(document.JSON, &object); err != nil {
		return nil, fmt.Errorf("cannot decode configuration: %w", err)
	}
	converted, err := crd.ConvertObject(schema, &object, domain)
	if err != nil {
		return nil, fmt.Errorf("error decoding configuration: %w", err)
	}
	return converted, nil
}

func judgeFields(judge string, document protocol.Document) []protocol.Finding {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(document.JSON, &fields); err != nil {
		return []protocol.Finding{document.Find(judge, protocol.Error, "", err.Error())}
	}
	var findings []protocol.Finding
	for name := range fields {
		if !rootFields[name] {
			findings = append(findings, document.Find(judge, protocol.Error, name, fmt.Sprintf("unknown field %q", name)))
		}
	}
	return findings
}

// flatten lists the errors that Istio joined.
func flatten(err error) []error {
	var joined *multierror.Error
	if errors.As(err, &joined) {
		return joined.Errors
	}
	if err == nil {
		return nil
	}
	return []error{err}
}
