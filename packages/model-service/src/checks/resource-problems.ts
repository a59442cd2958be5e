import { parseQuantity } from '@fleetwright/kube';
import type { SpecPatch } from '../generated/types.ts';
import type { Problem } from '../problem.ts';
import { quantityProblems } from './amount-problems.ts';

type ResourcesPatch = NonNullable<SpecPatch['resources']>;

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;

/** Amounts of zero, and requests above their limits. */
export function resourceProblems({ requests, limits }: ResourcesPatch, pointer: string): Problem[] {
  return RESOURCES.flatMap((resource) => {
    const [request, limit] = [requests?.[resource], limits?.[resource]];
    const amounts = [
      ...quantityProblems(request, `${pointer}/requests/${resource}`),
      ...quantityProblems(limit, `${pointer}/limits/${resource}`),
    ];
    if (amounts.length > 0 || !request || !limit) return amounts;
    return parseQuantity(request)! > parseQuantity(limit)!
      ? [aboveLimit(resource, [request, limit], pointer)]
      : [];
  });
}

function aboveLimit(resource: string, [request, limit]: [string, string], pointer: string): Problem {
  return {
    rule: 'input/request-above-limit',
    pointer: `${pointer}/requests/${resource}`,
    message: `${pointer}/requests/${resource} is ${request}, above the limit, which is ${limit}.`,
    fix: 'Lower the request or raise the limit.',
    related: [{ pointer: `${pointer}/limits/${resource}`, message: `the limit is ${limit}` }],
  };
}
