/** Mutants to which we and the server differ, and why that is meant. */
export interface Difference {
  verdict: 'looser' | 'stricter';
  /** Of `<kind> <pointer>: <change>`. */
  pattern: RegExp;
  reason: string;
}

/** Every difference between us and the server; one that is not listed fails, and so does one that there is not. */
export const DIFFERENCES: readonly Difference[] = [
  {
    verdict: 'stricter',
    pattern: /\/(args|command|drop|egress|ingress|ports|values)\/\*: null$/,
    reason:
      'An item of a list without a value: the server takes an empty one, which as a rule of a network allows everything.',
  },
  {
    verdict: 'stricter',
    pattern: /^(LimitRange|ResourceClaimTemplate) \/(spec(\/limits|\/spec)?): (emptied|null|remove)$/,
    reason:
      "Required by Kubernetes' OpenAPI document; the server goes on with a zero value, which does nothing.",
  },
  {
    verdict: 'stricter',
    pattern: /\/preStop\/sleep(\/seconds)?: (emptied|null|remove)$/,
    reason:
      "Required by Kubernetes' OpenAPI document; the server reads its absence as no sleep, which older ones refuse.",
  },
  {
    verdict: 'stricter',
    pattern: /^(LimitRange|PodDisruptionBudget) \/metadata(\/name)?: /,
    reason: 'The server does not look at the names of these kinds; other objects are named by DNS names.',
  },
  {
    verdict: 'stricter',
    pattern: /^(HorizontalPodAutoscaler|ServiceMonitor) .*\/matchLabels\/\*: (blank|long|negative)$/,
    reason:
      'No label has such a value, so that nothing is selected; of these kinds the server does not check it.',
  },
  {
    verdict: 'stricter',
    pattern: /^ScaledObject .*: above 32 bit$/,
    reason:
      'The definition says 32 bits; the server does not hold numbers to that, the controller that reads them does.',
  },
];
