import { push } from '../../bed/applications.ts';
import type { Bed } from '../../bed/bed.ts';
import { expectThat, waitFor } from '../../bed/expect.ts';
import { waitForHealthy } from '../../bed/services.ts';
import {
  breakService,
  patchFolder,
  placementOf,
  readBrokenServices,
  readMessages,
  type BrokenService,
} from '../broken-services.ts';
import type { Case } from '../case.ts';

const SECONDS = 90;

export const testCase: Case = {
  title: 'Defects that every dry run admits end in a failure that names them',
  async run(bed) {
    const services = readBrokenServices();
    const commit = await push(bed, 'broken: added', (workspace) => {
      for (const broken of services) {
        workspace.addService(broken.name, { clusters: ['staging'] });
        if (broken.afterwards !== true) breakService(workspace, broken);
      }
    });
    const later = services.filter(({ afterwards }) => afterwards === true);
    await Promise.all(later.map((broken) => waitForHealthy(bed, placementOf(broken), commit)));
    await push(bed, 'broken: what ran', (workspace) => {
      for (const broken of later) breakService(workspace, broken);
    });
    const results = await Promise.allSettled(services.map((broken) => expectFailure(bed, broken)));
    await push(bed, 'broken: retired', (workspace) => {
      for (const broken of services) {
        workspace.remove(patchFolder(broken));
        workspace.editService(broken.name, (spec) => ({ ...spec, lifecycle: 'retired' }));
      }
    });
    const failed = results.filter((result) => result.status === 'rejected');
    const problems = failed.map(({ reason }) => (reason as Error).message);
    expectThat(problems.length === 0, problems.join('\n      '));
  },
};

async function expectFailure(bed: Bed, broken: BrokenService): Promise<void> {
  const { of, message } = broken.failure;
  await waitFor({
    until: `${broken.name}: its ${of} says: ${message}`,
    seconds: SECONDS,
    look: () => readMessages(bed, placementOf(broken), of),
    isReached: (found) => found.some((text) => text.includes(message)),
    describe: (found) => found.join('\n      '),
  });
}
