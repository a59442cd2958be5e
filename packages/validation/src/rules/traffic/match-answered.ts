import { modelConfigs } from '../../graph/model-configs.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { GRPC_REQUESTS, httpRequests, namesInMatches, type Request } from './triton-api.ts';
import { listTritonRoutes, type TritonProtocol, type TritonRoute } from './triton-routes.ts';
import { matchesPath, showMatch, type HttpMatch } from './uri-match.ts';

export const matchAnswered = defineRule({
  id: 'traffic/match-answered',
  severity: 'warning',
  needs: [],
  holds:
    'Each match of a route to Triton takes a request that Triton answers at that port, for a model that it serves.',
  why: 'A match that no request of the API fits is a misspelt path, method or port: what was meant is answered 404 by the proxy.',
  sources: [
    'https://github.com/triton-inference-server/server/tree/main/docs/protocol',
    'https://github.com/triton-inference-server/common/blob/main/protobuf/grpc_service.proto',
  ],
  plan: '/traffic/protocols',
  *check({ graph }) {
    for (const triton of listTritonRoutes(graph)) {
      const { node, route, pointer, targets } = triton;
      const matches = [...(route.match ?? []).entries()];
      if (route.rewrite !== undefined || matches.length === 0) continue;
      const said = new Set<number>();
      for (const protocol of new Set(targets.map((target) => target.protocol))) {
        const requests = listRequests(graph, triton, protocol);
        if (requests === undefined) continue;
        const unfit = matches.filter(([, match]) => !requests.some((request) => mayTake(match, request)));
        const shown = `No request that Triton answers at its ${SHOWN[protocol!]} port fits`;
        if (unfit.length === matches.length)
          yield { node, pointer: `${pointer}/route`, message: `${shown} a match of the route.`, fix: FIX };
        else
          for (const [index, match] of unfit.filter(([at]) => !said.has(at))) {
            said.add(index);
            yield {
              node,
              pointer: `${pointer}/match/${index}`,
              message: `${shown} the match (${showMatch(match)}).`,
              fix: FIX,
            };
          }
      }
    }
  },
});

const FIX = 'Correct its path, its method, the name of the model or the port of the destination.';
const SHOWN: Readonly<Record<TritonProtocol, string>> = { http: 'HTTP', grpc: 'gRPC', metrics: 'metrics' };

// Other ports have other protocols, and requests of anybody.
function listRequests(
  graph: ResourceGraph,
  { node, targets: [{ workload }] }: TritonRoute,
  protocol: TritonProtocol | undefined,
): readonly Request[] | undefined {
  if (protocol === 'grpc') return GRPC_REQUESTS;
  if (protocol !== 'http') return undefined;
  const names = modelConfigs(graph, workload)
    .filter((file) => file.node === workload.node)
    .map(({ key }) => key);
  return httpRequests(names.length > 0 ? names : namesInMatches(node.object.spec?.http));
}

function mayTake(match: HttpMatch, { method, path }: Request): boolean {
  const wanted = match.method?.exact;
  return (wanted === undefined || wanted === method) && matchesPath(match, path) !== false;
}
