import type { Admission } from '../e2e/admission.ts';
import { podsOf } from '../e2e/pods-of.ts';
import type { Resource } from '../e2e/resource.ts';
import { REPLICA_SET } from './compare.ts';
import type { Mutant } from './mutants.ts';

const AT_ONCE = 8;

/** What the server says to each mutant: its message where it refuses the object or the ReplicaSet made of it. */
export async function askServer(
  admission: Admission,
  mutants: readonly Mutant[],
): Promise<(string | undefined)[]> {
  const answers: (string | undefined)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < mutants.length) {
      const index = next++;
      answers[index] = await askAbout(admission, mutants[index]!);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}

/** The request is addressed as that of the original: a client reads the address before the change is made. */
async function askAbout(admission: Admission, { original, changed }: Mutant): Promise<string | undefined> {
  const answer = await admission.tryToCreate(original, JSON.stringify(changed));
  // It looks whether there is one when all else is in order.
  const refused = answer?.endsWith('already exists') ? undefined : answer;
  if (refused !== undefined || changed.kind !== 'Rollout') return refused;
  const replicaSet = replicaSetOf(changed);
  const message = replicaSet && (await admission.tryToCreate(replicaSet));
  return message && `${REPLICA_SET}${message}`;
}

/** The schema of a Rollout leaves its template open; the controller makes a ReplicaSet of it. */
function replicaSetOf(rollout: Resource): Resource | undefined {
  return podsOf(rollout, { mesh: { mode: 'none' }, namespace: {} }).find(({ kind }) => kind === 'ReplicaSet');
}
