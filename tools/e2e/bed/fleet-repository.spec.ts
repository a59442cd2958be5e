import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { composeFleet } from './compose-fleet.ts';
import { openFleetRepository, type FleetRepository } from './fleet-repository.ts';

function openRepository(): FleetRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fleet-repository-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [folder, bare] = [join(root, 'workspace'), join(root, 'fleet.git')];
  composeFleet(folder, { repository: `file://${bare}`, prometheus: 'http://127.0.0.1:9090' });
  return openFleetRepository(folder, bare);
}

const NOTHING = (): void => undefined;

describe('the fleet of the bed', () => {
  it('is rendered without errors, and a service reaches staging alone until it is promoted', async () => {
    const fleet = openRepository();
    await fleet.push('inputs', NOTHING);
    const added = await fleet.push('a service', (workspace) =>
      workspace.addService('tagger', { clusters: ['staging', 'production'] }),
    );
    const paths = fleet.changedPaths(added);
    expect(paths).toContain('clusters/staging/tagger/triton.yaml');
    expect(paths.filter((path) => path.includes('production'))).toEqual([]);
    const promoted = await fleet.push('promoted', (workspace) => workspace.promote('tagger'));
    expect(fleet.changedPaths(promoted)).toContain('clusters/production/tagger/triton.yaml');
  });

  it('knows which commits a commit holds', async () => {
    const fleet = openRepository();
    const first = await fleet.push('first', NOTHING);
    const second = await fleet.push('second', NOTHING);
    expect([fleet.isPartOf(first, second), fleet.isPartOf(second, first)]).toEqual([true, false]);
  });

  it('refuses a change that does not render, and takes the next one', async () => {
    const fleet = openRepository();
    await fleet.push('inputs', NOTHING);
    const broken = fleet.push('no models', (workspace) =>
      workspace.addService('tagger', { clusters: ['staging'], spec: { models: [] } }),
    );
    await expect(broken).rejects.toThrow("The bed's fleet has errors: ");
    await fleet.push('none', (workspace) => workspace.remove('apps/tagger'));
  });
});
