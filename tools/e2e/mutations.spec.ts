import { describe, expect, it } from 'vitest';
import { listFleets, readFleet, ROOT, type ClusterOverlays } from './fleets.ts';
import { MUTATED_CLUSTER, mutateCluster, readMutations, type Mutation } from './mutations.ts';

const [fleetName] = MUTATED_CLUSTER.split(': ');
const folder = listFleets(ROOT).find(({ name }) => name === fleetName)!;
// The case has no patches, so that nothing is built.
const cluster = readFleet(folder, 'no-binary').clusters.find(({ title }) => title === MUTATED_CLUSTER)!;

function resourcesOf({ platform, services }: ClusterOverlays): unknown[] {
  return [platform!, ...services].flatMap(({ documents }) => documents.map(({ resource }) => resource));
}

describe('the mutations', () => {
  it('are at least twenty', () => {
    expect(readMutations().length).toBeGreaterThanOrEqual(20);
  });

  it.each(readMutations())(
    '$name: changes the golden case, and leaves the original as it was',
    (mutation) => {
      const before = structuredClone(resourcesOf(cluster));
      expect(resourcesOf(mutateCluster(cluster, mutation))).not.toEqual(before);
      expect(resourcesOf(cluster)).toEqual(before);
    },
  );

  it('of a resource that is not there proves nothing', () => {
    const mutation: Mutation = {
      name: 'a lost fixture',
      patches: { 'Service/nobody': [] },
      refused: { resource: 'Service/nobody', message: '' },
    };
    expect(() => mutateCluster(cluster, mutation)).toThrow('a lost fixture: no resource Service/nobody');
  });
});
