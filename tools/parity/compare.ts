import { DIFFERENCES } from './differences.ts';
import type { OurVerdict } from './our-verdicts.ts';

/** A mutant's pattern, and what both sides say to it: a message where they refuse it. */
export interface Judged {
  pattern: string;
  server: string | undefined;
  ours: OurVerdict;
}

/**
 * How we compare with the server: `stricter` refuses what it takes, `looser` the other way round, and `foreseen` refuses
 * what it takes and what the controller or webhook that reads it refuses then.
 */
export type Comparison = 'equal' | 'foreseen' | 'looser' | 'stricter';

/** Compares what all of ours say with the server. The template of a Rollout is refused by its reader in both cases. */
export function compare({ server, ours }: Judged): Comparison {
  const { schema, kubeconform, upstream, readers } = ours;
  const refused = [schema, kubeconform, upstream].some((message) => message !== undefined);
  if (server !== undefined) return refused || readers !== undefined ? 'equal' : 'looser';
  if (!refused) return 'equal';
  return readers === undefined ? 'stricter' : 'foreseen';
}

/** Whether the judges that run the server's own code say what it says to the object itself. */
export function isForetold({ server, ours }: Judged): boolean {
  const toTheObject = server?.startsWith(REPLICA_SET) ? undefined : server;
  return (toTheObject === undefined) === (ours.upstream === undefined);
}

/** Stands before what the server says to a ReplicaSet that a controller would make. */
export const REPLICA_SET = 'ReplicaSet: ';

/** Why a difference is meant; undefined where nobody has said so. */
export function explain(judged: Judged): string | undefined {
  const comparison = compare(judged);
  return DIFFERENCES.find((one) => one.verdict === comparison && one.pattern.test(judged.pattern))?.reason;
}
