// Command istio judges Kubernetes documents by the code of Istio: its admission webhook and its analyzers. It reads
// requests from its standard input and answers on its standard output, see the package protocol.
package main

import (
	"fmt"
	"os"

	"fleetwright.dev/upstream-validators/protocol"
	"istio.io/istio/pkg/log"
)

// Modules whose versions decide verdicts, under the names that users know.
var modules = map[string]string{"istio.io/istio": "istio"}

func main() {
	answers := os.Stdout
	if err := silenceLogs(); err != nil {
		fmt.Fprintf(os.Stderr, "istio: %v\n", err)
		os.Exit(1)
	}
	judges := []protocol.Judge{
		protocol.Guard("istio", judgeConfig),
		{Name: analysisJudge, Judge: analyze},
	}
	greeting := protocol.Greeting{Versions: protocol.ReadVersions(modules)}
	if err := protocol.Serve(os.Stdin, answers, greeting, judges); err != nil {
		fmt.Fprintf(os.Stderr, "istio: %v\n", err)
		os.Exit(1)
	}
}

// silenceLogs keeps what Istio logs, to its standard output unless told otherwise, out of the answers.
func silenceLogs() error {
	os.Stdout = os.Stderr
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.NoneLevel)
	return log.Configure(options)
}
