import { bytes, closedObject, named, quantity, type Schema } from './common.ts';

/** Amounts of a ResourceQuota, https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export const quotaSchema: Schema = named('QuotaAmounts', {
  type: 'object',
  description:
    "ResourceQuota's amounts for the namespace on each cluster, by its own words: requests.nvidia.com/gpu, requests.cpu, limits.memory, pods. An input, never derived from services.",
  propertyNames: {
    pattern:
      '^(?:pods|(?:requests|limits)[.](?:cpu|memory|ephemeral-storage)|requests[.]storage|persistentvolumeclaims|services[.](?:loadbalancers|nodeports)|requests[.][a-z0-9][-.a-z0-9]*/[a-z0-9][-._a-z0-9]*|count/[a-z]+(?:[.][a-z0-9][-.a-z0-9]*)?|[a-z0-9][-.a-z0-9]*[.]deviceclass[.]resource[.]k8s[.]io/devices)$',
    'x-expected':
      'a name of ResourceQuota such as requests.cpu, limits.memory, requests.nvidia.com/gpu, pods or count/services',
    maxLength: 190,
  },
  additionalProperties: { anyOf: [{ type: 'integer', minimum: 0, maximum: 1000000 }, quantity] },
  minProperties: 1,
});

const amounts = closedObject('Amounts of one container.', {
  cpu: quantity,
  memory: bytes,
  'ephemeral-storage': bytes,
});

/** Defaults of a LimitRange, https://kubernetes.io/docs/concepts/policy/limit-range/ */
export const limitRangeSchema: Schema = named(
  'LimitRangeDefaults',
  closedObject('What a container of the namespace gets that states nothing itself.', {
    defaultRequest: { ...amounts, description: 'Requests.' },
    default: {
      ...amounts,
      description: 'Limits. A CPU limit would also throttle the model servers, which state none.',
    },
  }),
);
