import { nameOf } from '../../graph/node.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const templateComplete = defineRule({
  id: 'rollout/template-complete',
  severity: 'warning',
  needs: [],
  holds: 'The pod template of a Rollout says how Triton runs: command, ports, probes, resources.',
  why: 'A canary that is described by its image alone starts without models, without a GPU and without probes; the image of NVIDIA does not even start a server by itself.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/migrating/',
    'https://github.com/triton-inference-server/server/blob/main/docs/getting_started/quickstart.md',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = workload.node.kind === 'Rollout' ? tritonServer(workload) : undefined;
      if (server === undefined) continue;
      const { container, pointer } = server.container;
      if (MATTERS.some((field) => container[field] !== undefined)) continue;
      yield {
        node: workload.node,
        pointer,
        message: `The container ${container.name} of ${nameOf(workload.node)} has an image and nothing else: no command, ports, probes or resources.`,
        fix: 'Write the whole template into the Rollout, or refer to a Deployment with workloadRef.',
      };
    }
  },
});

const MATTERS = [
  'command',
  'args',
  'ports',
  'env',
  'resources',
  'volumeMounts',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
] as const;
