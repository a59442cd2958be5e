import { appendPointer } from '@fleetwright/findings';
import type { EnvironmentFile } from '@fleetwright/model-service';
import { defineRule, type Violation } from '../../rule.ts';
import { listApplications, type ApplicationTemplate } from './applications.ts';

/** `subscribe.<trigger>.<service>`. */
const SUBSCRIPTION = /^notifications\.argoproj\.io\/subscribe\.[^.]+\.slack$/;

export const notifiesAsDeclared = defineRule({
  id: 'argocd/notifies-as-declared',
  severity: 'warning',
  needs: ['environment', 'clusters'],
  holds: 'The Applications of an environment tell the channel that its file names, and no other.',
  why: 'A sync that fails is otherwise news to nobody, or to people who do not run the environment.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/subscriptions/'],
  *check({ graph, environment }) {
    if (environment.spec.argocd === undefined) return;
    for (const application of listApplications(graph)) yield* compare(application, environment);
  },
});

function* compare(
  { node, root, metadata }: ApplicationTemplate,
  { metadata: { name }, spec }: EnvironmentFile,
): Generator<Violation> {
  const channel = spec.argocd?.notifications?.slack;
  const annotations = `${root}/metadata/annotations`;
  const subscriptions = Object.entries(metadata.annotations ?? {}).filter(([key]) => SUBSCRIPTION.test(key));
  if (channel !== undefined && subscriptions.length === 0)
    yield {
      node,
      pointer: annotations,
      message: `The Applications tell nobody; the environment ${name} names the channel ${channel}.`,
      fix: `Subscribe it: notifications.argoproj.io/subscribe.on-sync-failed.slack: ${channel}.`,
    };
  for (const [key, recipients = ''] of subscriptions)
    if (recipients !== channel)
      yield {
        node,
        pointer: appendPointer(annotations, key),
        message: `${key} tells ${recipients || 'nobody'}; the environment ${name} names ${channel === undefined ? 'no channel' : `the channel ${channel}`}.`,
        fix: channel === undefined ? 'Remove the annotation.' : `Write ${channel}.`,
      };
}
