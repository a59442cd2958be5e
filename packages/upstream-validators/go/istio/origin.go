package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"fleetwright.dev/upstream-validators/protocol"
	"istio.io/istio/pkg/cluster"
	"istio.io/istio/pkg/config/resource"
)

// origin says which document an instance is made of, and numbers its fields: analyzers report places as line numbers,
// which lead back to paths.
type origin struct {
	document protocol.Document
	// The workload that a pod was made of, else the document itself.
	reported protocol.Document
	name     resource.FullName
	lines    map[string]int
	paths    []string
}

func newOrigin(document, reported protocol.Document, name resource.FullName) *origin {
	made := &origin{document: document, reported: reported, name: name, lines: map[string]int{}, paths: []string{""}}
	var root any
	if json.Unmarshal(document.JSON, &root) == nil {
		made.number("", root)
	}
	return made
}

func (o *origin) number(path string, value any) {
	switch typed := value.(type) {
	case map[string]any:
		keys := make([]string, 0, len(typed))
		for key := range typed {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			o.number(path+"."+key, typed[key])
		}
	case []any:
		for index, item := range typed {
			o.number(fmt.Sprintf("%s[%d]", path, index), item)
		}
	default:
		o.lines["{"+path+"}"] = len(o.paths)
		o.paths = append(o.paths, strings.TrimPrefix(path, "."))
	}
}

func (o *origin) pathAt(line int) string {
	if line < 0 || line >= len(o.paths) {
		return ""
	}
	return o.prefix() + o.paths[line]
}

// prefix leads from a workload to the template that a pod was made of.
func (o *origin) prefix() string {
	if o.document.Kind == "Pod" && o.reported.Kind != "Pod" {
		return "spec.template."
	}
	return ""
}

func (o *origin) FriendlyName() string {
	return fmt.Sprintf("%s %s", o.document.Kind, o.name)
}

func (o *origin) Comparator() string { return o.FriendlyName() }

func (o *origin) Namespace() resource.Namespace { return o.name.Namespace }

func (o *origin) Reference() resource.Reference { return nil }

func (o *origin) FieldMap() map[string]int { return o.lines }

func (o *origin) ClusterName() cluster.ID { return "default" }
