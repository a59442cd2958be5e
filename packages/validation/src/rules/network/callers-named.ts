import { accessToPods, accessToService, coversPort, type AllowRule } from '../../graph/mesh-access.ts';
import { nameOf } from '../../graph/node.ts';
import { isTriton, tritonServer } from '../../graph/triton-server.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const callersNamed = defineRule({
  id: 'network/callers-named',
  severity: 'warning',
  needs: [],
  holds:
    'A rule of the mesh that admits callers to the pods of Triton names them, and names the ports that are for them.',
  why: 'A rule without sources admits everybody, with or without an identity. One without ports opens the metrics, and each port that is added later.',
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule',
    'https://istio.io/latest/docs/ops/best-practices/security/#authorization-policies',
  ],
  *check({ graph }) {
    if (graph.ofKind('AuthorizationPolicy').length === 0) return;
    const told = new Set<string>();
    for (const workload of graph.workloads.filter(isTriton)) {
      const atPods = (accessToPods(graph, workload)?.rules ?? []).map((rule) => checkRule(rule, workload));
      const atWaypoint = graph
        .servicesOf(workload)
        .flatMap((service) => accessToService(graph, service)?.rules ?? [])
        .map((rule) => (isForEverybody(rule) ? describeEverybody(rule, workload) : undefined));
      for (const violation of [...atPods, ...atWaypoint]) {
        const key = violation && `${violation.node.namespace} ${violation.node.name} ${violation.pointer}`;
        if (key === undefined || told.has(key)) continue;
        told.add(key);
        yield violation!;
      }
    }
  },
});

function checkRule(rule: AllowRule, workload: Workload): Violation | undefined {
  const { http, grpc, metrics } = tritonServer(workload)!.ports;
  const admitsCalls = coversPort(rule, http) || coversPort(rule, grpc);
  if (admitsCalls && isForEverybody(rule)) return describeEverybody(rule, workload);
  // A policy of the whole namespace or mesh says who may come in at all.
  const isOfPods = rule.node.object.spec?.selector !== undefined;
  if (!admitsCalls || !isOfPods || !coversPort(rule, metrics) || (rule.rule.to ?? []).length > 0)
    return undefined;
  return {
    node: rule.node,
    pointer: rule.pointer,
    message: `The rule names no ports: whom it admits may call every port of ${nameOf(workload.node)}, that of its metrics (${metrics}) too.`,
    fix: `Name the ports in to[].operation.ports: "${http}" for HTTP, "${grpc}" for gRPC.`,
  };
}

// A condition may ask for a token.
function isForEverybody({ rule: { from = [], when = [] } }: AllowRule): boolean {
  return when.length === 0 && from.every(({ source = {} }) => Object.keys(source).length === 0);
}

function describeEverybody({ node, pointer }: AllowRule, workload: Workload): Violation {
  return {
    node,
    pointer,
    message: `The rule lets everybody call ${nameOf(workload.node)}: it names no source.`,
    fix: 'Name the principals of the callers in from[].source.principals.',
  };
}
