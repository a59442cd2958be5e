import { appendPointer, nearestName } from '@fleetwright/findings';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';

const PREFIX = 'argocd.argoproj.io/';

/** https://argo-cd.readthedocs.io/en/stable/user-guide/annotations-and-labels/ */
const KNOWN = [
  'application-set-refresh',
  'client-side-apply-migration-manager',
  'compare-options',
  'deletion-approved',
  'health-aggregate-overrides',
  'hook',
  'hook-delete-policy',
  'hydrate',
  'hydrate-timestamp',
  'ignore-default-links',
  'ignore-healthcheck',
  'ignore-resource-updates',
  'ignore-restart-policy',
  'installation-id',
  'managed-by-url',
  'manifest-generate-paths',
  'refresh',
  'refresh-timestamp',
  'skip-reconcile',
  'sync-options',
  'sync-wave',
  'tracking-id',
];

export const annotationKnown = defineRule({
  id: 'argocd/annotation-known',
  severity: 'warning',
  needs: [],
  holds: 'An annotation for Argo CD is one that it reads.',
  why: 'Argo CD says nothing about a name that it does not know: the wave, the option or the hook is as if it were not there.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/annotations-and-labels/'],
  *check({ graph }) {
    for (const node of graph.nodes)
      for (const { key, meant } of misspeltIn(node.object.metadata?.annotations))
        yield {
          node,
          pointer: appendPointer('/metadata/annotations', key),
          message: `${nameOf(node)} is annotated with ${key}, which Argo CD does not read.`,
          fix: `Write ${meant}.`,
        };
    for (const { node, root, metadata } of listApplications(graph).filter(({ templated }) => templated))
      for (const { key, meant } of misspeltIn(metadata.annotations))
        yield {
          node,
          pointer: appendPointer(`${root}/metadata/annotations`, key),
          message: `The Applications are annotated with ${key}, which Argo CD does not read.`,
          fix: `Write ${meant}.`,
        };
  },
});

// A name that is like none is one of a newer Argo CD.
function* misspeltIn(annotations: unknown): Generator<{ key: string; meant: string }> {
  if (typeof annotations !== 'object' || annotations === null) return;
  for (const key of Object.keys(annotations)) {
    const name = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : undefined;
    if (name === undefined || KNOWN.includes(name)) continue;
    const meant = nearestName(name, KNOWN);
    if (meant !== undefined) yield { key, meant: `${PREFIX}${meant}` };
  }
}
