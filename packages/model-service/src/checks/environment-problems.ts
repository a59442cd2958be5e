import { appendPointer } from '@fleetwright/findings';
import { parseQuantity } from '@fleetwright/kube';
import type { LimitRangeDefaults, QuotaAmounts, SyncWindow, Waiver } from '../generated/types.ts';
import type { Problem } from '../problem.ts';
import type { ReadPart } from '../sound-parts.ts';
import { quantityProblems } from './amount-problems.ts';
import { syncWindowProblems } from './sync-window-problems.ts';

/** Contradictions inside the file of an environment, its defaults apart. */
export function environmentProblems(read: ReadPart): Problem[] {
  const problemsOf = <T>(pointer: string, find: (part: T, at: string) => Problem[]): Problem[] => {
    const part = read<T>(pointer);
    return part === undefined ? [] : find(part, pointer);
  };
  const name = read<string>('/metadata/name');
  return [
    ...problemsOf<string>('/spec/promotedFrom', (from, at) => promotionProblems(from, name, at)),
    ...problemsOf<string[][]>('/spec/waves', waveProblems),
    ...problemsOf<QuotaAmounts>('/spec/quota', quotaProblems),
    ...problemsOf<LimitRangeDefaults>('/spec/limitRange', limitRangeProblems),
    ...problemsOf<SyncWindow[]>('/spec/argocd/syncWindows', (windows, at) =>
      windows.flatMap((window, index) => syncWindowProblems(window, `${at}/${index}`)),
    ),
    ...problemsOf<string>('/spec/argocd/project', projectProblems),
    ...problemsOf<Waiver[]>('/spec/waivers', waiverProblems),
  ];
}

function promotionProblems(from: string, name: string | undefined, pointer: string): Problem[] {
  if (from !== name) return [];
  return [
    {
      rule: 'input/promoted-from',
      pointer,
      message: `${pointer} is "${from}", the environment itself; expected another one.`,
      fix: 'Name the environment that comes before it, or remove promotedFrom.',
      related: [{ pointer: '/metadata/name', message: 'the name of the environment' }],
    },
  ];
}

function waiverProblems(waivers: readonly Waiver[], pointer: string): Problem[] {
  return waivers.flatMap(({ reason, expires }, index): Problem[] => {
    const problems: Problem[] = [];
    if (reason.trim() === '')
      problems.push({
        rule: 'input/waiver',
        pointer: `${pointer}/${index}/reason`,
        message: `${pointer}/${index}/reason is empty; expected why the finding is accepted.`,
        fix: 'Write the reason.',
      });
    if (Number(expires.slice(8)) > daysOfMonth(expires))
      problems.push({
        rule: 'input/waiver',
        pointer: `${pointer}/${index}/expires`,
        message: `${pointer}/${index}/expires is ${expires}, a day that does not exist.`,
        fix: `The month has ${daysOfMonth(expires)} days.`,
      });
    return problems;
  });
}

function daysOfMonth(day: string): number {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function waveProblems(waves: readonly string[][], pointer: string): Problem[] {
  const first = new Map<string, string>();
  return waves.flatMap((wave, waveIndex) =>
    wave.flatMap((cluster, index): Problem[] => {
      const at = `${pointer}/${waveIndex}/${index}`;
      const earlier = first.get(cluster);
      if (earlier === undefined) {
        first.set(cluster, at);
        return [];
      }
      return [
        {
          rule: 'input/repeated',
          pointer: at,
          message: `${at} is "${cluster}", which ${earlier} already names; a cluster is in one wave.`,
          fix: 'Remove one of the two.',
          related: [{ pointer: earlier, message: 'the first wave of the cluster' }],
        },
      ];
    }),
  );
}

// What can be had in parts; everything else is counted.
const DIVISIBLE = /^(?:(?:requests|limits)\.(?:cpu|memory|ephemeral-storage)|requests\.storage)$/;

function quotaProblems(quota: QuotaAmounts, pointer: string): Problem[] {
  return Object.entries(quota).flatMap(([resource, amount]): Problem[] => {
    const at = appendPointer(pointer, resource);
    const value = typeof amount === 'string' ? parseQuantity(amount) : amount;
    if (DIVISIBLE.test(resource)) return typeof amount === 'string' ? quantityProblems(amount, at) : [];
    if (value === undefined || Number.isSafeInteger(value)) return [];
    return [
      {
        rule: 'input/amount',
        pointer: at,
        message: `${at} is "${amount}"; expected a whole number, because ${resource} is counted.`,
        fix: 'Write a whole number.',
      },
    ];
  });
}

function limitRangeProblems(limits: LimitRangeDefaults, pointer: string): Problem[] {
  return Object.entries(limits.defaultRequest ?? {}).flatMap(([resource, request]): Problem[] => {
    const at = `${pointer}/defaultRequest/${resource}`;
    const limit = limits.default?.[resource as keyof NonNullable<LimitRangeDefaults['default']>];
    if (limit === undefined || parseQuantity(request)! <= parseQuantity(limit)!) return [];
    return [
      {
        rule: 'input/limit-range',
        pointer: at,
        message: `${at} is ${request}, above the limit ${limit} that the same container gets.`,
        fix: 'Lower the request or raise the limit.',
        related: [{ pointer: `${pointer}/default/${resource}`, message: `the limit is ${limit}` }],
      },
    ];
  });
}

function projectProblems(project: string, pointer: string): Problem[] {
  if (project !== 'default') return [];
  return [
    {
      rule: 'input/reserved-name',
      pointer,
      message: `${pointer} is "default", Argo CD's own AppProject, which permits everything.`,
      fix: 'Choose another name.',
    },
  ];
}
