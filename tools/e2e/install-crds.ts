import type { Admission } from './admission.ts';
import { CannotRun } from './cannot-run.ts';
import type { Resource } from './resource.ts';

interface Definition {
  group: string;
  names: { kind: string };
  versions: { name: string; served: boolean }[];
}

const SECONDS = 60;

/** Makes CustomResourceDefinitions and waits until the server serves each of their versions. */
export async function installCrds(admission: Admission, crds: readonly Resource[]): Promise<void> {
  const refused = await Promise.all(crds.map((crd) => admission.put(crd)));
  const message = refused.find((found) => found !== undefined);
  if (message !== undefined) throw new CannotRun(`A CustomResourceDefinition was refused: ${message}`);
  await Promise.all(crds.map((crd) => waitUntilServed(admission, crd.spec as Definition)));
}

async function waitUntilServed(admission: Admission, { group, names, versions }: Definition): Promise<void> {
  for (const { name } of versions.filter(({ served }) => served)) {
    if (await admission.serves(`${group}/${name}`, names.kind, SECONDS)) continue;
    throw new CannotRun(`${names.kind} of ${group}/${name} was not served within ${SECONDS} s.`);
  }
}
