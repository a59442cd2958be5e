import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFleet } from './check-fleet.ts';
import { dieAt, Killed } from './testing/interrupted-operations.ts';
import {
  addService,
  editText,
  readTree,
  sampleWorkspace,
  temporaryFolder,
  writeText,
} from './testing/temporary-tree.ts';
import { writeFleet } from './write-fleet.ts';

const SPEC = 'apps/image-classification/model-service.yaml';
const EAST = 'clusters/prod-us-east/image-classification';

async function rendered(tool?: string): Promise<string> {
  const root = sampleWorkspace();
  await writeFleet({ folder: root, tool });
  return root;
}

const drift = async (root: string, tool?: string) =>
  (await checkFleet({ folder: root, tool })).findings.map(({ rule, file }) => [rule, file]);

// What holds without a cache holds with one, when it is cold and when it is warm.
describe.each([undefined, 'tool'])('checkFleet with the cache of %s', (tool) => {
  it('finds nothing in a tree that was just rendered', async () => {
    const root = await rendered(tool);
    for (const run of ['cold', 'warm']) {
      const report = await checkFleet({ folder: root, tool });
      expect(report, run).toMatchObject({
        services: 1,
        placements: 2,
        unchanged: 22,
        findings: [],
        written: [],
      });
      expect(report.resources).toBeGreaterThan(20);
    }
  });

  it.each<[string, (root: string) => void, [string, string][]]>([
    [
      'an edited file',
      (root) => editText(root, `${EAST}/triton.yaml`, 'kind: Service', 'kind: Secret'),
      [['drift/changed', `${EAST}/triton.yaml`]],
    ],
    [
      'a deleted file',
      (root) => rmSync(join(root, EAST, 'istio.yaml')),
      [['drift/missing', `${EAST}/istio.yaml`]],
    ],
    [
      'a file that the kustomization once listed',
      (root) => {
        editText(root, `${EAST}/kustomization.yaml`, '- triton.yaml\n', '- triton.yaml\n- old.yaml\n');
        cpSync(join(root, EAST, 'istio.yaml'), join(root, EAST, 'old.yaml'));
      },
      [
        ['drift/changed', `${EAST}/kustomization.yaml`],
        ['drift/unexpected', `${EAST}/old.yaml`],
      ],
    ],
    [
      'an edited spec',
      (root) => editText(root, SPEC, 'cluster: prod-eu-west }', 'cluster: prod-us-east }'),
      [
        ['drift/changed', 'clusters/prod-eu-west/image-classification/istio.yaml'],
        ['drift/changed', `${EAST}/istio.yaml`],
      ],
    ],
    [
      'a new patch',
      (root) => writeText(root, `${EAST}/patches/Service.image-classification.yaml`, ''),
      [['drift/changed', `${EAST}/kustomization.yaml`]],
    ],
  ])('finds %s', async (_, spoil, expected) => {
    const root = await rendered(tool);
    await checkFleet({ folder: root, tool });
    spoil(root);
    const found = await drift(root, tool);
    expect(found).toEqual(expect.arrayContaining(expected));
    if (expected[0]![1].includes(EAST)) expect(found).toHaveLength(expected.length);
    // It changes nothing, so the second time it is the same.
    expect(await drift(root, tool)).toEqual(found);
  });

  it('finds the overlays of a service that was renamed', async () => {
    const root = await rendered(tool);
    addService(root, 'vision');
    rmSync(join(root, 'apps/image-classification'), { recursive: true });
    const found = await drift(root, tool);
    expect(found.filter(([rule]) => rule === 'drift/unexpected')).toHaveLength(14);
    expect(found.filter(([rule]) => rule === 'drift/missing')).toHaveLength(14);
  });

  it('reports the errors of a spec each time', async () => {
    const root = await rendered(tool);
    editText(root, SPEC, 'minReplicas: 2', 'minReplica: 2');
    for (const run of ['first', 'second'])
      expect(await drift(root, tool), run).toMatchObject([['input/unknown-field', SPEC]]);
  });

  it('changes no file of the tree', async () => {
    const root = sampleWorkspace();
    const before = readTree(root);
    expect(await drift(root, tool)).toHaveLength(22);
    expect(readTree(root)).toEqual(before);
  });

  it('leaves an interrupted render to be completed by the next one', async () => {
    const root = sampleWorkspace();
    await expect(writeFleet({ folder: root, operations: dieAt(45, 'after') })).rejects.toThrow(Killed);
    expect(await drift(root, tool)).toContainEqual(['drift/interrupted', undefined]);
    expect(existsSync(join(root, '.fleetwright/journal.json'))).toBe(true);
    await writeFleet({ folder: root, tool });
    expect(await drift(root, tool)).toEqual([]);
  });
});

describe('the cache of checkFleet', () => {
  it('is damaged without consequence', async () => {
    const root = await rendered('tool');
    for (const section of [
      'clusters',
      'environments',
      'placements.prod-us-east',
      'placements.prod-eu-west',
    ]) {
      writeFileSync(join(root, `.fleetwright/cache/${section}.json`), 'garbage');
    }
    expect(await drift(root, 'tool')).toEqual([]);
  });

  it('is deleted without consequence', async () => {
    const root = await rendered('tool');
    rmSync(join(root, '.fleetwright'), { recursive: true });
    expect(await drift(root, 'tool')).toEqual([]);
  });

  it('does not vouch for files that were edited in a copy', async () => {
    const root = await rendered('tool');
    await checkFleet({ folder: root, tool: 'tool' });
    const copy = temporaryFolder();
    cpSync(root, copy, { recursive: true });
    editText(copy, `${EAST}/triton.yaml`, 'kind: Service', 'kind: Secret');
    expect(await drift(copy, 'tool')).toEqual([['drift/changed', `${EAST}/triton.yaml`]]);
  });

  it('notices an output file that became a link to the same content', async () => {
    const root = await rendered('tool');
    const path = join(root, EAST, 'triton.yaml');
    writeText(root, 'copy.yaml', readFileSync(path, 'utf8'));
    rmSync(path);
    symlinkSync(join(root, 'copy.yaml'), path);
    expect(await drift(root, 'tool')).toEqual([['workspace/not-plain', `${EAST}/triton.yaml`]]);
  });

  it('is not needed where nothing can be written', async () => {
    const root = await rendered();
    rmSync(join(root, '.fleetwright'), { recursive: true });
    writeText(root, '.fleetwright/.gitignore', '*\n');
    chmodSync(join(root, '.fleetwright'), 0o500);
    expect(await drift(root, 'tool')).toEqual([]);
    chmodSync(join(root, '.fleetwright'), 0o700);
    expect(statSync(join(root, '.fleetwright')).isDirectory()).toBe(true);
  });
});
