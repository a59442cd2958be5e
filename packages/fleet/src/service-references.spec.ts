import { describe, expect, it } from 'vitest';
import { checkFleet } from './check-fleet.ts';
import { editText, sampleWorkspace } from './testing/temporary-tree.ts';

const SPEC = 'apps/image-classification/model-service.yaml';
const OVERRIDE = 'match: { cluster: prod-eu-west }';
const SELECTOR = 'clusterSelector: { matchLabels: { fleetwright.dev/serving: "true" } }';

async function findingsWith(from: string, to: string, filter = {}): Promise<string[]> {
  const root = sampleWorkspace();
  editText(root, SPEC, from, to);
  const { findings } = await checkFleet({ folder: root, filter });
  return findings
    .filter(({ rule }) => rule.startsWith('workspace/unknown'))
    .map(({ severity, rule, line, message, fix }) => `${severity} ${rule} ${line}: ${message} ${fix}`);
}

describe('a spec', () => {
  it('may not be placed on a cluster that does not exist', async () => {
    expect(await findingsWith(SELECTOR, 'clusters: [prod-us-east, prod-eu-wset]')).toEqual([
      'error workspace/unknown-cluster 50: /spec/placement/clusters/1 is "prod-eu-wset", but there is no clusters/prod-eu-wset. Did you mean prod-eu-west?',
    ]);
  });

  it('is told of overrides that no cluster and no environment has', async () => {
    expect(await findingsWith(OVERRIDE, 'match: { cluster: xyz }')).toEqual([
      'warning workspace/unknown-cluster 52: /spec/overrides/0/match/cluster is "xyz", but there is no clusters/xyz. Add the cluster, or remove its name.',
    ]);
    expect(await findingsWith(OVERRIDE, 'match: { environment: prodution }')).toEqual([
      'warning workspace/unknown-environment 52: /spec/overrides/0/match/environment is "prodution", but there is no environments/prodution. Did you mean production?',
    ]);
  });

  it('is not judged by a run that reads one cluster alone, nor when all names exist', async () => {
    expect(await findingsWith(OVERRIDE, OVERRIDE, { cluster: 'prod-us-east' })).toEqual([]);
    expect(await findingsWith(OVERRIDE, OVERRIDE)).toEqual([]);
  });
});
