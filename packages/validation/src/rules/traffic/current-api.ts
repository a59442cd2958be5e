import { defineRule } from '../../rule.ts';

/** Kinds of Istio that have an API v1. */
const STABLE = new Set([
  'AuthorizationPolicy',
  'DestinationRule',
  'Gateway',
  'PeerAuthentication',
  'RequestAuthentication',
  'ServiceEntry',
  'Sidecar',
  'Telemetry',
  'VirtualService',
  'WorkloadEntry',
  'WorkloadGroup',
]);

export const currentApi = defineRule({
  id: 'traffic/current-api',
  severity: 'info',
  needs: [],
  holds: 'Objects of Istio that have an API v1 are written in it.',
  why: 'Istio stores and shows them as v1: tools that compare what is written with what is there see another version.',
  sources: ['https://istio.io/latest/blog/2024/v1-apis/'],
  *check({ graph }) {
    for (const node of graph.nodes) {
      const { apiVersion } = node.object;
      const [group = '', version = ''] = (apiVersion ?? '').split('/');
      if (!group.endsWith('.istio.io') || version === 'v1' || !STABLE.has(node.kind)) continue;
      yield {
        node,
        pointer: '/apiVersion',
        message: `${node.kind} has the API ${group}/v1; this one is written in ${version}.`,
        fix: `Write apiVersion: ${group}/v1.`,
      };
    }
  },
});
