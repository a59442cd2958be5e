import { defineRule } from '../../rule.ts';

export const resourcesSet = defineRule({
  id: 'workload/resources-set',
  severity: 'warning',
  needs: [],
  holds: 'Each container requests CPU and memory, and has a limit of memory.',
  why: 'The scheduler takes what is not requested for nothing and overfills the node; without a limit one container takes the memory of all.',
  sources: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  plan: '/resources/requests/cpu',
  *check({ graph }) {
    for (const { node, containers, template } of graph.workloads) {
      // Of the pod as a whole.
      const whole = (template.spec as { resources?: Resources } | undefined)?.resources;
      for (const { container, pointer } of containers) {
        const resources: Resources = container.resources ?? {};
        const missing = NEEDED.filter(([list, name]) =>
          [resources, whole].every(
            (candidate) => candidate?.[list]?.[name] === undefined && !isImplied(candidate, list, name),
          ),
        );
        if (missing.length === 0) continue;
        yield {
          node,
          pointer: container.resources === undefined ? pointer : `${pointer}/resources`,
          message: `The container ${container.name} has no ${missing.map(([list, name]) => `${list}.${name}`).join(', ')}.`,
          fix: 'Set them to what was measured under load.',
        };
      }
    }
  },
});

type Resources = {
  requests?: Record<string, unknown> | undefined;
  limits?: Record<string, unknown> | undefined;
};

const NEEDED = [
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'memory'],
] as const;

// A limit alone is a request too.
function isImplied(resources: Resources | undefined, list: 'requests' | 'limits', name: string): boolean {
  return list === 'requests' && resources?.limits?.[name] !== undefined;
}
