import { flagValue, isOn, tritonServer, type TritonServer } from '../../graph/triton-server.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const probeEndpoints = defineRule({
  id: 'triton/probe-endpoints',
  severity: 'error',
  needs: [],
  holds:
    "Probes ask Triton's health endpoints on the port that serves them; liveness does not ask for readiness.",
  why: 'Another path or port never answers 200, so the pod never gets ready; readiness as liveness restarts a server because one model is being loaded.',
  sources: [
    'https://github.com/kserve/kserve/blob/master/docs/predict-api/v2/required_api.md#health',
    'https://github.com/triton-inference-server/server/issues/7014',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      for (const name of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const)
        if (server !== undefined) yield* checkProbe(workload, server, name);
    }
  },
});

type ProbeName = 'startupProbe' | 'readinessProbe' | 'livenessProbe';

const PATHS =
  /^\/(?:v2\/health\/(?:live|ready)|v2\/models\/[^/]+(?:\/versions\/[^/]+)?\/ready|v2(?:\/models\/[^/]+)?)\/?$/;

function* checkProbe({ node }: Workload, server: TritonServer, name: ProbeName): Iterable<Violation> {
  const { container, pointer } = server.container;
  const get = container[name]?.httpGet;
  if (get === undefined) return;
  const serves = protocolOf(server, get.port);
  const path = String(get.path ?? '/');
  const at = `${pointer}/${name}/httpGet`;
  if (serves === 'grpc' || (serves === 'http' && !isOn(flagValue(server, 'allow-http') ?? 'true')))
    yield {
      node,
      pointer: `${at}/port`,
      message: `The ${name} asks port ${get.port} by HTTP, where Triton ${serves === 'grpc' ? 'speaks gRPC' : 'does not listen'}.`,
      fix: `Ask port ${server.ports.http}, with HTTP allowed, or use a probe of the kind grpc for readiness.`,
    };
  else if (serves === 'http' && !PATHS.test(path))
    yield {
      node,
      pointer: `${at}/path`,
      message: `The ${name} asks ${path}; expected ${name === 'livenessProbe' ? '/v2/health/live' : '/v2/health/ready'}.`,
      fix: 'Ask an endpoint that Triton has.',
    };
  else if (serves === 'http' && name === 'livenessProbe' && /\/ready\/?$/.test(path))
    yield {
      node,
      pointer: `${at}/path`,
      message: `The livenessProbe asks ${path}, which is false while a model is loaded or unloaded.`,
      fix: 'Ask /v2/health/live.',
    };
}

// A port that is none of Triton's may be another server's in the same container.
function protocolOf(
  { container: { container }, ports }: TritonServer,
  port: string | number | undefined,
): 'http' | 'grpc' | undefined {
  const number =
    typeof port === 'string' && !/^\d+$/.test(port)
      ? container.ports?.find(({ name }) => name === port)?.containerPort
      : Number(port);
  return number === ports.http ? 'http' : number === ports.grpc ? 'grpc' : undefined;
}
