import type { EntryRule } from './risk-rule.ts';

/** A model, its versions or its configuration change: answers or latency can. */
export const modelChange: EntryRule = {
  rule: 'model-change',
  judge: ({ action, topic, difference, object }) => {
    if (action !== 'changed' || difference === undefined) return undefined;
    if (topic !== 'model' && topic !== 'model-configuration') return undefined;
    const isConfiguration = topic === 'model-configuration';
    const isGone = isConfiguration && difference.kind === 'removed' && !difference.path.includes('›');
    return {
      severity: isGone ? 'medium' : 'low',
      title: isGone
        ? `${object} no longer serves a model: ${difference.path}`
        : isConfiguration
          ? `${object} configures a model differently`
          : `${object} loads other model files`,
      why: isConfiguration
        ? 'Batching, instances and tensors decide latency, memory and what requests are accepted.'
        : 'Other weights give other answers, whatever the requests.',
      advice: isConfiguration
        ? 'Watch latency and memory in the canary.'
        : 'Check the checksum and who published the files.',
    };
  },
};
