import { kindOf, numberOf, type EntryRule } from './risk-rule.ts';

const FLOORS: Readonly<Record<string, string>> = {
  ScaledObject: 'spec.minReplicaCount',
  HorizontalPodAutoscaler: 'spec.minReplicas',
  Rollout: 'spec.replicas',
  Deployment: 'spec.replicas',
  StatefulSet: 'spec.replicas',
};

/** Fewer pods are always there. */
export const replicaFloor: EntryRule = {
  rule: 'replica-floor',
  judge: (entry) => {
    const { difference, object, from, to } = entry;
    if (difference === undefined || FLOORS[kindOf(entry)] !== difference.path) return undefined;
    const [old, fresh] = [numberOf(from), numberOf(to)];
    if (old === undefined || fresh === undefined || fresh >= old) return undefined;
    return {
      severity: fresh === 0 ? 'high' : fresh === 1 ? 'medium' : 'low',
      title: `${object} keeps ${fresh} instead of ${old} replicas`,
      why:
        fresh === 0
          ? 'Without requests nothing runs; the first one waits until a model is loaded.'
          : 'Fewer pods carry a sudden load or the loss of a node until new ones have loaded their models.',
      advice: 'Compare it with the expected rate and with how long a pod takes to become ready.',
    };
  },
};
