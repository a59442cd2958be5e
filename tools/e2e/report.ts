import type { MutationResult } from './mutations.ts';
import type { Verdict } from './verdict.ts';

/** What a run found. */
export interface AdmissionReport {
  /** Minor version of the API server. */
  server: string;
  verdicts: readonly Verdict[];
  mutations: readonly MutationResult[];
}

/** Lines that say what was refused and why, then the sums. */
export function formatReport({ server, verdicts, mutations }: AdmissionReport): string[] {
  return [
    ...verdicts.flatMap(formatVerdict),
    ...mutations.flatMap(formatMutation),
    ...formatOtherVersions(server, verdicts),
    sumResources(verdicts),
    sumMutations(mutations),
    sumCases(verdicts, mutations),
  ];
}

/** Whether the server said what it should to everything, and there was something to judge. */
export function isPassed({ verdicts, mutations }: AdmissionReport): boolean {
  const judged = verdicts.length > 0 && mutations.length > 0;
  return judged && countFailed(verdicts, mutations) === 0;
}

function formatVerdict({ title, resources, made, refusals }: Verdict): string[] {
  if (refusals.length === 0)
    return [`ok    ${title}: ${resources} resources${made > 0 ? `, ${made} made of them` : ''}`];
  return [
    `FAIL  ${title}`,
    ...refusals.map(({ file, resource, message }) => `      ${file}: ${resource}: ${message}`),
  ];
}

function formatMutation({ name, problem }: MutationResult): string[] {
  return [
    problem === undefined
      ? `ok    refused: ${name}`
      : `FAIL  not refused as expected: ${name}\n      ${problem}`,
  ];
}

function formatOtherVersions(server: string, verdicts: readonly Verdict[]): string[] {
  const others = verdicts.filter(({ kubernetes }) => kubernetes !== undefined && kubernetes !== server);
  if (others.length === 0) return [];
  const versions = [...new Set(others.map(({ kubernetes }) => kubernetes))].sort().join(', ');
  return [
    `${others.length} overlays are for clusters of Kubernetes ${versions}; they were judged by ${server}:`,
    ...others.map(({ title, kubernetes }) => `      ${title} (${kubernetes})`),
  ];
}

function sumResources(verdicts: readonly Verdict[]): string {
  const refused = sum(verdicts.map(({ refusals }) => refusals.length));
  const asked = sum(verdicts.map(({ resources, made }) => resources + made));
  const made = sum(verdicts.map((verdict) => verdict.made));
  return `${asked - refused} resources admitted, ${refused} refused (${made} of them pods and ReplicaSets made of templates)`;
}

function sumMutations(mutations: readonly MutationResult[]): string {
  const refused = mutations.filter(({ problem }) => problem === undefined).length;
  return `${refused} of ${mutations.length} broken resources refused as expected`;
}

function sumCases(verdicts: readonly Verdict[], mutations: readonly MutationResult[]): string {
  const failed = countFailed(verdicts, mutations);
  return `${verdicts.length + mutations.length - failed} passed, ${failed} failed`;
}

function countFailed(verdicts: readonly Verdict[], mutations: readonly MutationResult[]): number {
  const refused = verdicts.filter(({ refusals }) => refusals.length > 0).length;
  return refused + mutations.filter(({ problem }) => problem !== undefined).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
