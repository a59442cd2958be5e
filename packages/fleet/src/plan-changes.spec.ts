import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planChanges } from './plan-changes.ts';
import { editText, readTree, sampleWorkspace } from './testing/temporary-tree.ts';
import { writeFleet } from './write-fleet.ts';

describe('planChanges', () => {
  it('names every file that a render would write, with its content, and writes none', async () => {
    const root = sampleWorkspace();
    const before = readTree(root);
    const { changes, report } = await planChanges({ folder: root });
    expect(report).toMatchObject({ placements: 2, findings: [] });
    expect(readTree(root)).toEqual(before);
    await writeFleet({ folder: root });
    const planned = Object.fromEntries(changes.map(({ path, expected }) => [path, expected]));
    expect({ ...before, ...planned }).toEqual(readTree(root));
    expect((await planChanges({ folder: root })).changes).toEqual([]);
  });

  it('names the files that are to go', async () => {
    const root = sampleWorkspace();
    await writeFleet({ folder: root });
    rmSync(join(root, 'apps/image-classification'), { recursive: true });
    const { changes } = await planChanges({ folder: root });
    expect(changes).toHaveLength(14);
    expect(changes.every(({ kind, expected }) => kind === 'unexpected' && expected === undefined)).toBe(true);
  });

  it('plans nothing while there is an error', async () => {
    const root = sampleWorkspace();
    editText(
      root,
      'apps/image-classification/model-service.yaml',
      'cluster: prod-eu-west }',
      'cluster: PROD }',
    );
    const { changes, report } = await planChanges({ folder: root });
    expect(report.findings).toHaveLength(1);
    expect(changes).toEqual([]);
  });
});
