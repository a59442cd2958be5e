package main

import (
	"encoding/json"
	"fmt"

	"fleetwright.dev/upstream-validators/protocol"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	apischema "k8s.io/apimachinery/pkg/runtime/schema"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
)

// judge follows the API server's handler of custom resources: decode, drop what the schema lacks, default, create.
func (k *servedKind) judge(document protocol.Document) []protocol.Finding {
	var findings []protocol.Finding
	if k.warning != "" {
		findings = append(findings, document.Find(crdJudge, protocol.Warning, "", k.warning))
	}
	object, err := k.decode(document)
	if err != nil {
		return append(findings, findDecodingErrors(crdJudge, document, err)...)
	}
	defaulting.Default(object.UnstructuredContent(), k.structural)
	return append(findings, create(crdJudge, document, k.strategy, object)...)
}

func (k *servedKind) decode(document protocol.Document) (*unstructured.Unstructured, error) {
	options := serializer.SerializerOptions{Yaml: !json.Valid(document.Text), Strict: true}
	decoder := serializer.NewSerializerWithOptions(
		serializer.DefaultMetaFactory, creator{}, crdserverscheme.NewUnstructuredObjectTyper(), options,
	)
	decoded, _, err := decoder.Decode(document.Text, &k.gvk, nil)
	var problems []error
	if strict, isStrict := runtime.AsStrictDecodingError(err); isStrict && decoded != nil {
		problems = strict.Errors()
	} else if err != nil {
		return nil, err
	}
	object, ok := decoded.(*unstructured.Unstructured)
	if !ok {
		return nil, fmt.Errorf("decoded as %T", decoded)
	}
	unknown, err := k.coerce(object)
	if err != nil {
		return nil, err
	}
	for _, path := range unknown {
		problems = append(problems, fmt.Errorf("unknown field %q", path))
	}
	if len(problems) > 0 {
		return nil, runtime.NewStrictDecodingError(problems)
	}
	return object, nil
}

// coerce drops fields that the schema does not know and returns their paths.
func (k *servedKind) coerce(object *unstructured.Unstructured) ([]string, error) {
	apiVersion, kind := object.GetAPIVersion(), object.GetKind()
	metadata, hasMetadata, unknown, err := objectmeta.GetObjectMetaWithOptions(
		object.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true},
	)
	if err != nil {
		return nil, err
	}
	if !k.preserve {
		tracking := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
		unknown = append(unknown, pruning.PruneWithOptions(object.Object, k.structural, true, tracking)...)
		defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, k.structural)
	}
	coercion := objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true}
	fieldErr, embedded := objectmeta.CoerceWithOptions(nil, object.Object, k.structural, false, coercion)
	if fieldErr != nil {
		return nil, fieldErr
	}
	object.SetAPIVersion(apiVersion)
	object.SetKind(kind)
	if hasMetadata {
		if err := objectmeta.SetObjectMeta(object.Object, metadata); err != nil {
			return nil, err
		}
	}
	return append(unknown, embedded...), nil
}

// creator makes the empty object that a decoder fills.
type creator struct{}

func (creator) New(gvk apischema.GroupVersionKind) (runtime.Object, error) {
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(gvk)
	return object, nil
}
