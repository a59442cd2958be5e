import { defineRule } from '../../rule.ts';
import { gatewaysOf } from './gateways.ts';
import { listTritonRoutes, type TritonRoute } from './triton-routes.ts';
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
      for (const [entry, place] of places) {
        const reached = listManagement(triton).filter((path) => reaches(triton, entry, path));
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
].map((method) => `/inference.GRPCInferenceService/${method}`);

const HTTP = [
  '/v2/repository/index',
  '/v2/systemsharedmemory/region/any/register',
  '/v2/cudasharedmemory/region/any/register',
  '/v2/trace/setting',
  '/v2/logging',
];

// All of them are called by POST.
function listManagement({ targets, node }: TritonRoute): string[] {
  const protocols = new Set(targets.map(({ protocol }) => protocol));
  const restricts = (flag: string) => targets.every(({ server }) => server.flags.has(flag));
  const models = modelNames(node.object.spec?.http);
  return [
    ...(protocols.has('http') && !restricts('http-restricted-api')
      ? [
          ...HTTP,
          ...models.flatMap((model) => [
            `/v2/repository/models/${model}/load`,
            `/v2/models/${model}/trace/setting`,
          ]),
        ]
      : []),
    ...(protocols.has('grpc') && !restricts('grpc-restricted-protocol') ? GRPC : []),
  ];
}

/** The names of models that matches speak of, and one that stands for any. */
function modelNames(http: unknown): string[] {
  const text = JSON.stringify(http ?? []).replaceAll('\\', '');
  return [
    ...new Set([...text.matchAll(/\/v2\/models\/([A-Za-z0-9._-]{1,63})/g)].map(([, name]) => name!)),
    'any',
  ];
}

function reaches({ route }: TritonRoute, match: HttpMatch, path: string): boolean {
  const { method, uri } = match;
  if (method?.exact !== undefined && method.exact !== 'POST') return false;
  const rewritten = route.rewrite?.uri;
  if (rewritten === undefined) return matchesPath(match, path) === true;
  // A prefix is replaced and the rest stays; anything else is replaced as a whole.
  return uri?.prefix === undefined ? path === rewritten : path.startsWith(rewritten);
}
