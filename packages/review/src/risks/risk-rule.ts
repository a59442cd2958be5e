import type { Entry } from '../collapse.ts';
import type { RiskRule, RiskSeverity } from '../review.ts';

/** What a rule says about an entry that it finds risky. */
export interface RiskHit {
  severity: RiskSeverity;
  title: string;
  why: string;
  advice: string;
  /** Of several alike, another one is shown. */
  isMinor?: boolean;
}

/** Judges one entry; the same entry stands for all the places where it happens. */
export interface EntryRule {
  rule: RiskRule;
  judge: (entry: Entry) => RiskHit | undefined;
}

/** Kind of the object that an entry is about. */
export function kindOf({ object }: Entry): string {
  return object.slice(0, object.indexOf('/'));
}

/** Kinds whose pods serve. */
export const WORKLOADS: ReadonlySet<string> = new Set([
  'Rollout',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
  'Job',
  'CronJob',
]);

/** The number that a text is, or that it begins with. */
export function numberOf(text: string | undefined): number | undefined {
  const match = text === undefined ? null : /^-?\d+(?:\.\d+)?/.exec(text);
  return match === null ? undefined : Number(match[0]);
}
