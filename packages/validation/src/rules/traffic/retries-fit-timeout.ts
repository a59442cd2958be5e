import { defineRule } from '../../rule.ts';
import { istioMilliseconds } from './istio-duration.ts';

export const retriesFitTimeout = defineRule({
  id: 'traffic/retries-fit-timeout',
  severity: 'error',
  needs: [],
  holds: 'The first try and all retries of a route fit into its timeout.',
  why: 'The timeout ends the request in the middle of a retry: the last tries only cost GPU time, and no client sees their answers.',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
    'https://istio.io/latest/docs/concepts/traffic-management/#network-resilience-and-testing',
  ],
  plan: '/traffic/timeoutSeconds',
  *check({ graph }) {
    for (const node of graph.ofKind('VirtualService')) {
      for (const [index, { timeout, retries }] of (node.object.spec?.http ?? []).entries()) {
        const whole = istioMilliseconds(timeout);
        const each = istioMilliseconds(retries?.perTryTimeout);
        const attempts = retries?.attempts ?? 2;
        if (whole === undefined || whole === 0 || each === undefined || attempts === 0) continue;
        if ((attempts + 1) * each <= whole) continue;
        yield {
          node,
          pointer: `/spec/http/${index}/retries`,
          message: `${attempts + 1} tries of ${retries!.perTryTimeout} need ${((attempts + 1) * each) / 1000}s; the timeout of the route is ${timeout}.`,
          fix: `Set perTryTimeout to ${Math.floor(whole / (attempts + 1))}ms or less, or allow fewer attempts.`,
          related: [{ node, pointer: `/spec/http/${index}/timeout`, message: 'The timeout of the route.' }],
        };
      }
    }
  },
});
