package main

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"fleetwright.dev/upstream-validators/protocol"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
)

// What the server fills in before it validates; any value does.
const (
	generatedSuffix = "00000"
	generatedUID    = "00000000-0000-0000-0000-000000000000"
)

// create does with an object what the API server does until it would store it.
func create(judge string, document protocol.Document, strategy rest.RESTCreateStrategy, object runtime.Object) []protocol.Finding {
	gvk := schema.FromAPIVersionAndKind(document.APIVersion, document.Kind)
	metadata, err := meta.Accessor(object)
	if err != nil {
		return []protocol.Finding{document.Find(judge, protocol.Error, "", err.Error())}
	}
	prepareMetadata(metadata, strategy.NamespaceScoped())
	warnings := &warningList{}
	ctx := warning.WithWarningRecorder(createContext(gvk, metadata), warnings)
	if err := rest.BeforeCreate(strategy, ctx, object); err != nil {
		return findErrors(judge, document, err)
	}
	var findings []protocol.Finding
	for _, text := range warnings.texts {
		findings = append(findings, document.Find(judge, protocol.Warning, "", text))
	}
	return findings
}

func prepareMetadata(metadata metav1.Object, namespaced bool) {
	rest.WipeObjectMetaSystemFields(metadata)
	rest.FillObjectMetaSystemFields(metadata)
	metadata.SetUID(generatedUID)
	if namespaced && metadata.GetNamespace() == "" {
		metadata.SetNamespace(metav1.NamespaceDefault)
	}
	if metadata.GetName() == "" && metadata.GetGenerateName() != "" {
		metadata.SetName(metadata.GetGenerateName() + generatedSuffix)
	}
}

func createContext(gvk schema.GroupVersionKind, metadata metav1.Object) context.Context {
	ctx := request.WithNamespace(context.Background(), metadata.GetNamespace())
	resource, _ := meta.UnsafeGuessKindToResource(gvk)
	return request.WithRequestInfo(ctx, &request.RequestInfo{
		IsResourceRequest: true, Verb: "create", APIGroup: gvk.Group, APIVersion: gvk.Version,
		Resource: resource.Resource, Namespace: metadata.GetNamespace(), Name: metadata.GetName(),
	})
}

type warningList struct{ texts []string }

func (w *warningList) AddWarning(_, text string) { w.texts = append(w.texts, text) }

// findErrors makes one finding of each cause that an error of the API server names.
func findErrors(judge string, document protocol.Document, err error) []protocol.Finding {
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil || len(status.Status().Details.Causes) == 0 {
		return []protocol.Finding{document.Find(judge, protocol.Error, "", err.Error())}
	}
	var findings []protocol.Finding
	for _, cause := range status.Status().Details.Causes {
		// Upstream's name of no path.
		path := strings.TrimPrefix(cause.Field, "<nil>")
		findings = append(findings, document.Find(judge, protocol.Error, path, cause.Message))
	}
	return findings
}

// findFieldErrors makes findings of what a validation function returns.
func findFieldErrors(judge string, document protocol.Document, list field.ErrorList) []protocol.Finding {
	var findings []protocol.Finding
	for _, err := range list {
		findings = append(findings, document.Find(judge, protocol.Error, err.Field, err.ErrorBody()))
	}
	return findings
}

var quotedField = regexp.MustCompile(`^(?:unknown|duplicate) field "(.+)"$`)

// findDecodingErrors makes one finding of each field that a strict decoder refuses.
func findDecodingErrors(judge string, document protocol.Document, err error) []protocol.Finding {
	strict, isStrict := runtime.AsStrictDecodingError(err)
	if !isStrict {
		return []protocol.Finding{document.Find(judge, protocol.Error, "", err.Error())}
	}
	var findings []protocol.Finding
	for _, one := range strict.Errors() {
		path := ""
		if match := quotedField.FindStringSubmatch(one.Error()); match != nil {
			path = match[1]
		}
		findings = append(findings, document.Find(judge, protocol.Error, path, one.Error()))
	}
	return findings
}
