import { flagValue, isOn, tritonServer, type TritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const portsServed = defineRule({
  id: 'triton/ports-served',
  severity: 'warning',
  needs: [],
  holds:
    'The container that runs Triton declares the ports on which Triton listens, each under the name of its protocol.',
  why: 'A Service or a probe that goes by the name reaches a port on which nothing listens, or one that speaks another protocol.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/src/command_line_parser.cc',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server === undefined || !server.exact || listensElsewhere(server)) continue;
      const { container, pointer } = server.container;
      for (const [index, { name, containerPort }] of (container.ports ?? []).entries()) {
        const problem = problemOf(server.ports, name, containerPort);
        if (problem === undefined) continue;
        yield {
          node: workload.node,
          pointer: `${pointer}/ports/${index}/containerPort`,
          message: `The container ${container.name} declares port ${containerPort}${name === undefined ? '' : ` as ${name}`}; ${problem}.`,
          fix: 'Declare the ports of --http-port, --grpc-port and --metrics-port.',
        };
      }
    }
  },
});

function problemOf(
  ports: TritonServer['ports'],
  name: string | undefined,
  number: number | undefined,
): string | undefined {
  const [served] = Object.entries(ports).find(([, port]) => port === number) ?? [];
  if (served === undefined)
    return `Triton listens on ${ports.http} (HTTP), ${ports.grpc} (gRPC) and ${ports.metrics} (metrics)`;
  const meant = /^grpc/.test(name ?? '') ? 'grpc' : /metrics/.test(name ?? '') ? 'metrics' : undefined;
  if (meant === undefined && !(/^http/.test(name ?? '') && served === 'grpc')) return undefined;
  return served === meant ? undefined : `Triton serves ${served} there`;
}

// Other protocols of the same process.
function listensElsewhere(server: TritonServer): boolean {
  const isUnknown = Object.values(server.ports).some((port) => Number.isNaN(port));
  return isUnknown || ['allow-sagemaker', 'allow-vertex-ai'].some((flag) => isOn(flagValue(server, flag)));
}
