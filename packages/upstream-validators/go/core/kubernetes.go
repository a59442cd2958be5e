package main

import (
	"encoding/json"
	"fmt"

	"fleetwright.dev/upstream-validators/protocol"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	api "k8s.io/kubernetes/pkg/apis/core"
)

// Groups of the API server that hold no custom resources.
var builtinGroups = readGroups()

func readGroups() map[string]bool {
	groups := map[string]bool{apiextensions.GroupName: true, "apiregistration.k8s.io": true}
	for _, version := range legacyscheme.Scheme.PrioritizedVersionsAllGroups() {
		groups[version.Group] = true
	}
	return groups
}

// judgeKubernetes decodes strictly, sets defaults and validates, for the kinds of the API server itself.
func judgeKubernetes(_ protocol.Request, document protocol.Document) []protocol.Finding {
	const judge = "kubernetes"
	gvk := schema.FromAPIVersionAndKind(document.APIVersion, document.Kind)
	if document.APIVersion == "" || document.Kind == "" {
		return []protocol.Finding{document.Find(judge, protocol.Error, "", nameMissing(document))}
	}
	if !builtinGroups[gvk.Group] {
		return nil
	}
	strategy, codecs := chooseStrategy(document)
	if strategy == nil {
		return []protocol.Finding{findUnserved(judge, document, gvk)}
	}
	object, err := decodeStrictly(codecs, gvk, document)
	if err != nil {
		return findDecodingErrors(judge, document, err)
	}
	if service, ok := object.(*api.Service); ok {
		synchronizeClusterIPs(service)
	}
	return create(judge, document, strategy, object)
}

func nameMissing(document protocol.Document) string {
	if document.Kind == "" {
		return "Object 'Kind' is missing"
	}
	return "Object 'apiVersion' is missing"
}

func chooseStrategy(document protocol.Document) (rest.RESTCreateStrategy, serializer.CodecFactory) {
	if document.APIVersion == apiextensions.SchemeGroupVersion.String() && document.Kind == "CustomResourceDefinition" {
		return customresourcedefinition.NewStrategy(apiserver.Scheme), apiserver.Codecs
	}
	return strategies[document.APIVersion+" "+document.Kind], legacyscheme.Codecs
}

// findUnserved tells kinds that the server lacks from those that are not judged here.
func findUnserved(judge string, document protocol.Document, gvk schema.GroupVersionKind) protocol.Finding {
	if reason, known := unjudged[document.APIVersion+" "+document.Kind]; known {
		message := fmt.Sprintf("%s %s %s", document.APIVersion, document.Kind, reason)
		return document.Find(judge, protocol.CouldNotCheck, "", message)
	}
	message := fmt.Sprintf("no matches for kind %q in version %q", gvk.Kind, document.APIVersion)
	return document.Find(judge, protocol.Error, "", message)
}

func decodeStrictly(codecs serializer.CodecFactory, gvk schema.GroupVersionKind, document protocol.Document) (runtime.Object, error) {
	mediaType := runtime.ContentTypeYAML
	if json.Valid(document.Text) {
		mediaType = runtime.ContentTypeJSON
	}
	info, ok := runtime.SerializerInfoForMediaType(codecs.SupportedMediaTypes(), mediaType)
	if !ok {
		return nil, fmt.Errorf("no serializer for %s", mediaType)
	}
	hub := schema.GroupVersion{Group: gvk.Group, Version: runtime.APIVersionInternal}
	object, _, err := codecs.DecoderToVersion(info.StrictSerializer, hub).Decode(document.Text, &gvk, nil)
	return object, err
}

// The server does so when it hands out addresses, which comes before validation.
func synchronizeClusterIPs(service *api.Service) {
	if service.Spec.ClusterIP != "" && len(service.Spec.ClusterIPs) == 0 {
		service.Spec.ClusterIPs = []string{service.Spec.ClusterIP}
	}
}
