import type { ScaledObjectTrigger } from '@fleetwright/kube-schemas';
import { nearestName } from '@fleetwright/findings';
import type { Loose } from '../../graph/kinds.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const triggerComplete = defineRule({
  id: 'autoscaling/trigger-complete',
  severity: 'error',
  needs: [],
  holds: 'A trigger on Prometheus has an address, a query and a number as its threshold.',
  why: 'The fields are free text for the API server. KEDA itself refuses the object, and the workload is not scaled.',
  sources: ['https://keda.sh/docs/latest/scalers/prometheus/'],
  plan: '/scaling',
  *check({ graph }) {
    for (const node of graph.ofKind('ScaledObject')) {
      for (const [index, trigger] of (node.object.spec?.triggers ?? []).entries()) {
        for (const { field, text, fix } of findProblems(trigger))
          yield {
            node,
            pointer: `/spec/triggers/${index}${field}`,
            message: `The trigger ${trigger.name ?? index} of ${nameOf(node)} ${text}.`,
            fix,
          };
      }
    }
  },
});

interface Problem {
  field: string;
  text: string;
  fix: string;
}

/** Types of triggers that others are mistaken for. */
const COMMON = ['prometheus', 'cpu', 'memory', 'cron', 'kafka', 'rabbitmq', 'external'];

function* findProblems({ type = '', metadata = {} }: Loose<ScaledObjectTrigger>): Iterable<Problem> {
  const nearest = COMMON.includes(type) ? undefined : nearestName(type, COMMON);
  if (nearest !== undefined)
    yield {
      field: '/type',
      text: `has the type ${type}, which KEDA does not know`,
      fix: `Did you mean ${nearest}?`,
    };
  if (type !== 'prometheus') return;
  for (const field of ['serverAddress', 'query', 'threshold'])
    if (metadata[field] === undefined)
      yield { field: '/metadata', text: `lacks ${field}`, fix: `Add ${field} to its metadata.` };
  for (const field of ['threshold', 'activationThreshold']) {
    const value = metadata[field];
    if (value !== undefined && (value.trim() === '' || !Number.isFinite(Number(value))))
      yield {
        field: `/metadata/${field}`,
        text: `has the ${field} ${value}, which is no number`,
        fix: 'Write a number.',
      };
  }
}
