import { applicationOf, push, readApplication } from '../../bed/applications.ts';
import { expectEqual } from '../../bed/expect.ts';
import {
  namespaceOf,
  nextArtifact,
  readRollout,
  startService,
  waitForHealthy,
  waitForWeights,
  type Placement,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';

const staging: Placement = { cluster: 'staging', service: 'promoted' };
const production: Placement = { cluster: 'production', service: 'promoted' };

export const testCase: Case = {
  title:
    'A promotion brings to production what staging runs, as a canary, and nothing reaches production without one',
  group: 'production',
  async run(bed) {
    await startService(bed, staging, { clusters: ['staging', 'production'] });
    expectEqual(
      'Application in production before the first promotion',
      await readApplication(bed, applicationOf('production', 'promoted')),
      undefined,
    );
    const first = await push(bed, 'promoted: to production', (workspace) => workspace.promote('promoted'));
    await waitForHealthy(bed, production, first);
    const old = (await readRollout(bed, production)).status!.stableRS;

    const since = Date.now();
    const next = await push(bed, 'promoted: next artifact', (workspace) =>
      workspace.editService('promoted', (spec) => (nextArtifact(spec), spec)),
    );
    await waitForHealthy(bed, staging, next);
    const changes = bed.audit.changes({ namespace: namespaceOf(production), since });
    expectEqual(
      'changes in production while staging moved on',
      changes
        .filter(({ object }) => /\/promoted(-|$)/.test(object))
        .map(({ object, user }) => `${object} by ${user}`),
      [],
    );
    expectEqual('version in production', (await readRollout(bed, production)).status!.stableRS, old);

    const second = await push(bed, 'promoted: the next artifact to production', (workspace) =>
      workspace.promote('promoted'),
    );
    await waitForWeights(bed, production, [80, 20]);
    await waitForHealthy(bed, production, second);
    expectEqual(
      'a new version is stable',
      (await readRollout(bed, production)).status!.stableRS !== old,
      true,
    );
  },
};
