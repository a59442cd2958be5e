import { defineRule } from '../../rule.ts';
import { gatewaysOf } from './gateways.ts';
import { listTritonRoutes, type TritonRoute } from './triton-routes.ts';
import { GRPC_SERVICE, namesInMatches, type Request } from './triton-api.ts';
import { matchesPath, showMatch, type HttpMatch } from './uri-match.ts';

export const managementNotRouted = defineRule({
  id: 'traffic/management-not-routed',
  severity: 'error',
  needs: [],
  holds:
    "No route of a gateway reaches Triton's management: the model repository, shared memory, trace and log settings.",
  why: 'Who can load a model runs code in the server; who can map shared memory or set trace files reads and writes what is not theirs.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/customization_guide/deploy.md',
    'https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_model_repository.md',
  ],
  plan: '/traffic/protocols',
  *check({ graph }) {
    for (const triton of listTritonRoutes(graph)) {
      const { node, route, pointer } = triton;
      // Callers inside the mesh reach the pods without a route, too.
      if (gatewaysOf(node).length === 0 && (node.object.spec?.hosts ?? []).length > 0) continue;
      const { match = [] } = route;
      const places: [HttpMatch, string][] =
        match.length === 0
          ? [[{}, pointer]]
          : match.map((entry, index) => [entry, `${pointer}/match/${index}`]);
      const management = listManagement(triton);
      for (const [entry, place] of places) {
        const requests = management.filter((request) => reaches(triton, entry, request));
        const reached = [...new Set(requests.map(({ path }) => path))];
        if (reached.length === 0) continue;
        yield {
          node,
          pointer: place,
          message: `The match (${showMatch(entry)}) reaches ${reached.slice(0, 3).join(', ')}${reached.length > 3 ? ` and ${reached.length - 3} more` : ''}.`,
          fix: 'Match the exact methods and paths of inference and readiness only.',
        };
      }
    }
  },
});

const GRPC = [
  'RepositoryModelLoad',
  'RepositoryIndex',
  'SystemSharedMemoryRegister',
  'CudaSharedMemoryRegister',
  'TraceSetting',
  'LogSettings',
].map((method): Request => ({ method: 'POST', path: GRPC_SERVICE + method }));

const HTTP: readonly Request[] = [
  { method: 'POST', path: '/v2/repository/index' },
  { method: 'POST', path: '/v2/systemsharedmemory/region/any/register' },
  { method: 'GET', path: '/v2/systemsharedmemory/status' },
  { method: 'POST', path: '/v2/cudasharedmemory/region/any/register' },
  { method: 'POST', path: '/v2/trace/setting' },
  { method: 'GET', path: '/v2/trace/setting' },
  { method: 'POST', path: '/v2/logging' },
  { method: 'GET', path: '/v2/logging' },
];

function listManagement({ targets, node }: TritonRoute): Request[] {
  const protocols = new Set(targets.map(({ protocol }) => protocol));
  const restricts = (flag: string) => targets.every(({ server }) => server.flags.has(flag));
  const models = namesInMatches(node.object.spec?.http);
  return [
    ...(protocols.has('http') && !restricts('http-restricted-api')
      ? [
          ...HTTP,
          ...models.flatMap((model) => [
            { method: 'POST', path: `/v2/repository/models/${model}/load` },
            { method: 'POST', path: `/v2/models/${model}/trace/setting` },
            { method: 'GET', path: `/v2/models/${model}/trace/setting` },
          ]),
        ]
      : []),
    ...(protocols.has('grpc') && !restricts('grpc-restricted-protocol') ? GRPC : []),
  ];
}

function reaches({ route }: TritonRoute, match: HttpMatch, { method, path }: Request): boolean {
  const { uri } = match;
  if (match.method?.exact !== undefined && match.method.exact !== method) return false;
  const rewritten = route.rewrite?.uri;
  if (rewritten === undefined) return matchesPath(match, path) === true;
  // A prefix is replaced and the rest stays; anything else is replaced as a whole.
  return uri?.prefix === undefined ? path === rewritten : path.startsWith(rewritten);
}
