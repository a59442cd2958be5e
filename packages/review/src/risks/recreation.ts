import { kindOf, WORKLOADS, type EntryRule } from './risk-rule.ts';

const WHY =
  'Under another identity it is another object: the old one is deleted, and pods, addresses and data start anew.';

/** An object is deleted and made anew, or its pods all go at once. */
export const recreation: EntryRule = {
  rule: 'recreation',
  judge: (entry) => {
    const { action, object, from, difference, to } = entry;
    const kind = kindOf(entry);
    if (action === 'renamed')
      return {
        severity:
          WORKLOADS.has(kind) ||
          ['Service', 'PersistentVolumeClaim', 'Namespace', 'Application'].includes(kind)
            ? 'high'
            : 'low',
        title: from === object ? `${object} moves elsewhere` : `${from ?? object} becomes ${object}`,
        why: WHY,
        advice: 'Keep the name, or let both stand until everything uses the new one.',
      };
    if (difference === undefined) return undefined;
    if (/^spec\.strategy\.type$/.test(difference.path) && to === 'Recreate')
      return {
        severity: 'high',
        title: `${object} stops all pods before it starts new ones`,
        why: 'With the strategy Recreate nothing serves during a rollout.',
        advice: 'Use RollingUpdate, or a Rollout, where the nodes have room.',
      };
    const isPlace =
      /^(?:Application|ApplicationSet)$/.test(kind) &&
      /\.(?:destination\.(?:name|server|namespace)|template\.metadata\.name)$/.test(difference.path);
    if (!isPlace) return undefined;
    return {
      severity: 'high',
      title: `${object} changes ${difference.path}`,
      why: 'An Application of another name or destination is another one: its objects are deleted here and made there.',
      advice: 'Check preserveResourcesOnDeletion, and move services one at a time.',
    };
  },
};
