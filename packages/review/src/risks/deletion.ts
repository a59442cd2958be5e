import { kindOf, WORKLOADS, type EntryRule } from './risk-rule.ts';

const GRAVE = new Set([
  ...WORKLOADS,
  'Service',
  'VirtualService',
  'HTTPRoute',
  'Ingress',
  'Gateway',
  'Namespace',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'Application',
  'ApplicationSet',
  'AppProject',
  'Secret',
]);

/** An object goes: Argo CD prunes it. */
export const deletion: EntryRule = {
  rule: 'deletion',
  judge: ({ action, object, ...entry }) => {
    if (action !== 'removed') return undefined;
    const isGrave = GRAVE.has(kindOf({ action, object, ...entry }));
    return {
      severity: isGrave ? 'high' : 'medium',
      title: `${object} is deleted`,
      why: isGrave
        ? 'Where Argo CD prunes, the object goes at the next sync, and what it served or stored goes with it.'
        : 'Where Argo CD prunes, the object goes at the next sync, and what it did is done no more.',
      advice: 'Check that nothing still uses it; retire a service before its files are deleted.',
    };
  },
};
