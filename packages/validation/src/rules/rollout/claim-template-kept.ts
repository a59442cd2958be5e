import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const claimTemplateKept = defineRule({
  id: 'rollout/claim-template-kept',
  severity: 'warning',
  needs: ['cluster'],
  holds:
    'Argo CD leaves a ResourceClaimTemplate that pods of a rollout name, and does not count it as a difference, when git no longer has it.',
  why: 'A template cannot be changed, so another one comes by another name: until the rollout is over, and after it is undone, pods of the old revision still need the old one, and stay pending where Argo CD has removed it.',
  sources: [
    'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources',
    'https://argo-cd.readthedocs.io/en/stable/user-guide/compare-options/#ignoring-resources-that-are-extraneous',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('ResourceClaimTemplate')) {
      const annotations = node.object.metadata?.annotations;
      const missing = OPTIONS.filter(
        ([key, option]) =>
          !String(annotations?.[`${PREFIX}${key}`] ?? '')
            .split(',')
            .some((set) => set.trim() === option),
      ).map(([key, option]) => `${PREFIX}${key}: ${option}`);
      const user =
        missing.length === 0
          ? undefined
          : graph.workloads.find(
              (workload) =>
                ['Deployment', 'Rollout'].includes(workload.node.kind) &&
                workload.node.namespace === node.namespace &&
                (workload.template.spec?.resourceClaims ?? []).some(
                  ({ resourceClaimTemplateName }) => resourceClaimTemplateName === node.name,
                ),
            );
      if (user === undefined) continue;
      yield {
        node,
        pointer: annotations === undefined ? '/metadata' : '/metadata/annotations',
        message: `Pods of ${nameOf(user.node)} name ${nameOf(node)}, which lacks ${missing.join(' and ')}.`,
        fix: `Annotate it with ${missing.join(' and ')}.`,
        related: [
          { node: user.node, pointer: `${user.templatePointer}/spec/resourceClaims`, message: 'The claims.' },
        ],
      };
    }
  },
});

const PREFIX = 'argocd.argoproj.io/';
const OPTIONS = [
  ['sync-options', 'Prune=false'],
  ['compare-options', 'IgnoreExtraneous'],
] as const;
