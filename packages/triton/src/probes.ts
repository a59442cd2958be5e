import type { Probe } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';

const READY = { path: '/v2/health/ready', port: 'http' };
const LIVE = { path: '/v2/health/live', port: 'http' };

/**
 * Probes of the server. Its ports stay closed until every model is loaded, so the startup probe alone knows the time
 * to load. Readiness is false while a model is loaded or unloaded, and therefore no reason to restart the server.
 * https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export function tritonProbes(
  plan: ServingPlan,
): Record<'startupProbe' | 'readinessProbe' | 'livenessProbe', Probe> {
  const { periodSeconds, failureThreshold } = plan.budgets.startupProbe;
  return {
    startupProbe: { httpGet: READY, periodSeconds, timeoutSeconds: 3, failureThreshold },
    readinessProbe: { httpGet: READY, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
    // A busy server answers late: a minute without any answer is a hang.
    livenessProbe: { httpGet: LIVE, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
}
