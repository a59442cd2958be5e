// Command core judges Kubernetes documents by the code of the API server, Pod Security, Argo Rollouts and Prometheus.
// It reads requests from its standard input and answers on its standard output, see the package protocol.
package main

import (
	"flag"
	"fmt"
	"os"

	"fleetwright.dev/upstream-validators/protocol"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/capabilities"
)

// Modules whose versions decide verdicts, under the names that users know.
var modules = map[string]string{
	"k8s.io/kubernetes":                 "kubernetes",
	"github.com/argoproj/argo-rollouts": "argo-rollouts",
	"github.com/prometheus/prometheus":  "prometheus",
}

func main() {
	silenceLogs()
	// Clusters run with it: system components need privileged pods, and Pod Security judges them.
	capabilities.Setup(true, 0)
	// Off in Kubernetes 1.34, and on where models are delivered as images: without it such volumes are not looked at.
	if err := utilfeature.DefaultMutableFeatureGate.Set("ImageVolume=true"); err != nil {
		fmt.Fprintf(os.Stderr, "core: %v\n", err)
		os.Exit(1)
	}
	crds := newDefinitions()
	judges := []protocol.Judge{
		protocol.Guard("kubernetes", judgeKubernetes),
		protocol.Guard("pod-security", judgePodSecurity),
		{Name: "crd", Judge: crds.judge},
		{Name: "argo-rollouts", Judge: judgeRollouts},
		protocol.Guard("prometheus", judgePrometheus),
	}
	greeting := protocol.Greeting{Versions: protocol.ReadVersions(modules)}
	if err := protocol.Serve(os.Stdin, os.Stdout, greeting, judges); err != nil {
		fmt.Fprintf(os.Stderr, "core: %v\n", err)
		os.Exit(1)
	}
}

// silenceLogs keeps what libraries remark on the way out of the answers, and of the user's terminal.
func silenceLogs() {
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	_ = flags.Set("logtostderr", "false")
	_ = flags.Set("stderrthreshold", "FATAL")
	klog.SetOutput(discard{})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
