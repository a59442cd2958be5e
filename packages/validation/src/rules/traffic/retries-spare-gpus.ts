import { defineRule } from '../../rule.ts';
import { listTritonRoutes } from './triton-routes.ts';

export const retriesSpareGpus = defineRule({
  id: 'traffic/retries-spare-gpus',
  severity: 'warning',
  needs: [],
  holds: 'A route to Triton states its retries, and retries only what no pod has begun.',
  why: 'By default Istio retries twice, also what a full queue has refused (503, UNAVAILABLE): overload becomes three times the load.',
  sources: [
    'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/retry/retry.go',
    'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on',
  ],
  plan: '/traffic/retries',
  *check({ graph }) {
    for (const { node, route, pointer } of listTritonRoutes(graph)) {
      const { retries } = route;
      if (retries?.attempts === 0) continue;
      const stated = retries?.retryOn;
      const costly = listConditions(stated).filter((condition) => !HARMLESS.has(condition));
      if (costly.length === 0) continue;
      yield {
        node,
        pointer: stated === undefined ? pointer : `${pointer}/retries/retryOn`,
        message:
          stated === undefined
            ? `The route to Triton leaves ${retries === undefined ? 'its retries' : 'retryOn'} to Istio's default, which retries on ${costly.join(', ')}, too.`
            : `The route to Triton retries on ${costly.join(', ')}: then a pod may already work on the request, or has refused it for want of room.`,
        fix: 'Write retries: { attempts: 1, retryOn: connect-failure,refused-stream }, or attempts: 0.',
      };
    }
  },
});

const DEFAULT_CONDITIONS = 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes';

// The request did not reach the server, or no part of an answer came.
const HARMLESS = new Set(['connect-failure', 'refused-stream', 'reset-before-request', 'reset']);

function listConditions(retryOn: string | undefined): string[] {
  return (retryOn ?? DEFAULT_CONDITIONS)
    .split(',')
    .map((condition) => condition.trim())
    .filter((condition) => condition !== '');
}
