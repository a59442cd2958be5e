import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dieAt, failCreationsFrom, Killed } from './testing/interrupted-operations.ts';
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
const WEST = 'clusters/prod-eu-west/image-classification';
const FILES = [
  'istio.yaml',
  'kustomization.yaml',
  'monitoring.yaml',
  'network-policy.yaml',
  'placement.yaml',
  'rollouts.yaml',
  'triton.yaml',
];
const PLATFORM_FILES = ['dashboards.yaml', 'kustomization.yaml', 'namespace.yaml', 'network-policy.yaml'];
const platformOf = (cluster: string) => PLATFORM_FILES.map((file) => `clusters/${cluster}/platform/${file}`);

async function rendered(): Promise<string> {
  const root = sampleWorkspace();
  const { findings } = await writeFleet({ folder: root });
  expect(findings).toEqual([]);
  return root;
}

describe('writeFleet', () => {
  it('writes one overlay per placement, a platform folder per cluster, and reports what it did', async () => {
    const root = sampleWorkspace();
    const report = await writeFleet({ folder: root });
    expect(report).toMatchObject({ services: 1, placements: 2, unchanged: 0, deleted: [], findings: [] });
    expect([...report.written].sort()).toEqual([
      ...FILES.map((f) => `${WEST}/${f}`),
      ...platformOf('prod-eu-west'),
      ...FILES.map((f) => `${EAST}/${f}`),
      ...platformOf('prod-us-east'),
    ]);
    expect(Object.keys(readTree(root, EAST))).toEqual(FILES.map((file) => `${EAST}/${file}`));
  });

  it('keeps its own folder out of git and leaves nothing else in it', async () => {
    const root = await rendered();
    expect(readTree(join(root, '.fleetwright'))).toEqual({ '.gitignore': '*\n' });
  });

  it('does not touch files that are as they should be', async () => {
    const root = await rendered();
    const before = FILES.map((file) => statSync(join(root, EAST, file), { bigint: true }).ctimeNs);
    const report = await writeFleet({ folder: root });
    expect(report).toMatchObject({ written: [], deleted: [], unchanged: 22 });
    expect(FILES.map((file) => statSync(join(root, EAST, file), { bigint: true }).ctimeNs)).toEqual(before);
  });

  it('restores files that were edited or deleted by hand, and only those', async () => {
    const root = await rendered();
    const before = readTree(root);
    editText(root, `${EAST}/triton.yaml`, 'kind: Service', 'kind: Secret');
    rmSync(join(root, WEST, 'istio.yaml'));
    const report = await writeFleet({ folder: root });
    expect([...report.written].sort()).toEqual([`${WEST}/istio.yaml`, `${EAST}/triton.yaml`]);
    expect(readTree(root)).toEqual(before);
  });

  it('changes only the placements of the service that was edited', async () => {
    const root = sampleWorkspace();
    addService(root, 'chat');
    await writeFleet({ folder: root });
    editText(root, 'apps/chat/model-service.yaml', 'maxReplicas: 6', 'maxReplicas: 5');
    const { written } = await writeFleet({ folder: root });
    expect(written.length).toBeGreaterThan(0);
    expect(written.filter((path) => !/^clusters\/prod-(us-east|eu-west)\/chat\//.test(path))).toEqual([]);
  });

  it('changes no overlay of another cluster when one is added', async () => {
    const root = await rendered();
    const before = readTree(root, EAST);
    writeText(
      root,
      'clusters/dev/cluster.yaml',
      readTree(root)['clusters/prod-us-east/cluster.yaml']!.replaceAll('prod-us-east', 'dev'),
    );
    const { written } = await writeFleet({ folder: root });
    expect(written).toHaveLength(FILES.length + PLATFORM_FILES.length);
    expect(readTree(root, EAST)).toEqual(before);
  });

  it.each<[string, (root: string) => void, string[]]>([
    ['service', (root) => rmSync(join(root, 'apps/image-classification'), { recursive: true }), [WEST, EAST]],
    [
      'cluster',
      (root) => rmSync(join(root, 'clusters/prod-eu-west/cluster.yaml')),
      [WEST, 'clusters/prod-eu-west/platform'],
    ],
    [
      'placement',
      (root) =>
        editText(
          root,
          SPEC,
          'clusterSelector: { matchLabels: { fleetwright.dev/serving: "true" } }',
          'clusters: [prod-us-east]',
        ),
      [WEST],
    ],
  ])('deletes exactly the generated files of a %s that is gone', async (_, remove, gone) => {
    const root = await rendered();
    remove(root);
    const before = readTree(root);
    const { deleted, written, findings } = await writeFleet({ folder: root });
    // An override of the cluster that is gone is told of.
    expect(findings.filter(({ rule }) => rule !== 'workspace/unknown-cluster')).toEqual([]);
    expect(written).toEqual([]);
    expect([...deleted].sort()).toEqual(
      gone.flatMap((folder) =>
        (folder.endsWith('/platform') ? PLATFORM_FILES : FILES).map((file) => `${folder}/${file}`),
      ),
    );
    for (const folder of gone) expect(existsSync(join(root, folder)), folder).toBe(false);
    const kept = Object.entries(before).filter(([path]) => !deleted.includes(path));
    expect(readTree(root)).toEqual(Object.fromEntries(kept));
  });

  it('never deletes what people wrote: patches and files beside the generated ones', async () => {
    const root = await rendered();
    const mine = {
      [`${EAST}/patches/Rollout.image-classification.yaml`]: '- {}\n',
      [`${EAST}/README.md`]: 'mine',
      [`${EAST}/extra.yaml`]: 'mine: true\n',
      'clusters/prod-us-east/hand-made/kustomization.yaml': 'resources: []\n',
      'clusters/prod-us-east/platform/README.md': 'mine',
    };
    for (const [path, text] of Object.entries(mine)) writeText(root, path, text);
    rmSync(join(root, 'apps/image-classification'), { recursive: true });
    const { deleted } = await writeFleet({ folder: root });
    expect(deleted).toHaveLength(14);
    const generated = ['clusters/prod-us-east/cluster.yaml', ...platformOf('prod-us-east')];
    const left = Object.entries(readTree(root, 'clusters/prod-us-east'));
    expect(Object.fromEntries(left.filter(([path]) => !generated.includes(path)))).toEqual(mine);
  });

  it('lists patches in the kustomization', async () => {
    const root = await rendered();
    writeText(root, `${EAST}/patches/Rollout.image-classification.yaml`, '- {}\n');
    const { written } = await writeFleet({ folder: root });
    expect(written).toEqual([`${EAST}/kustomization.yaml`]);
    expect(readTree(root)[`${EAST}/kustomization.yaml`]).toContain(
      'patches/Rollout.image-classification.yaml',
    );
  });

  it('renders only what the filter asks for', async () => {
    const root = sampleWorkspace();
    addService(root, 'chat');
    const report = await writeFleet({ folder: root, filter: { service: 'chat', cluster: 'prod-us-east' } });
    expect(report).toMatchObject({ services: 1, placements: 1 });
    expect(report.written.every((path) => path.startsWith('clusters/prod-us-east/chat/'))).toBe(true);
    expect(report.written).toHaveLength(7);
  });

  it('deletes the overlays of a removed service that the filter names', async () => {
    const root = await rendered();
    rmSync(join(root, 'apps/image-classification'), { recursive: true });
    const report = await writeFleet({ folder: root, filter: { service: 'image-classification' } });
    expect(report.deleted).toHaveLength(14);
    expect(report.findings).toEqual([]);
  });

  it('names the nearest service when the filter names none', async () => {
    const root = sampleWorkspace();
    const { findings } = await writeFleet({ folder: root, filter: { service: 'image-clasification' } });
    expect(findings).toMatchObject([
      {
        rule: 'workspace/unknown-name',
        message: 'There is no apps/image-clasification.',
        fix: 'Did you mean image-classification?',
      },
    ]);
  });
});

describe('writeFleet with bad input', () => {
  it.each<[string, (root: string) => void, RegExp]>([
    ['a spec with a mistake', (root) => editText(root, SPEC, 'minReplicas: 2', 'minReplica: 2'), /^input\//],
    [
      'a spec that is no YAML',
      (root) => editText(root, SPEC, 'kind: ModelService', 'kind: [ModelService'),
      /^input\//,
    ],
    [
      'a patch for nothing',
      (root) => writeText(root, `${EAST}/patches/Job.x.yaml`, ''),
      /^overlay\/patch-without-resource$/,
    ],
    [
      'a cluster whose environment does not exist',
      (root) =>
        editText(
          root,
          'clusters/prod-us-east/cluster.yaml',
          'environment: production',
          'environment: prodution',
        ),
      /^workspace\/unknown-environment$/,
    ],
    [
      'a spec that is a link',
      (root) => {
        renameSync(join(root, SPEC), join(root, 'spec.yaml'));
        symlinkSync(join(root, 'spec.yaml'), join(root, SPEC));
      },
      /^workspace\/not-plain$/,
    ],
    [
      'an overlay folder that is a link',
      (root) => symlinkSync(temporaryFolder(), join(root, EAST)),
      /^workspace\/not-plain$/,
    ],
    [
      'a cluster folder that is a link',
      (root) => {
        const outside = temporaryFolder();
        renameSync(join(root, 'clusters/prod-us-east'), join(outside, 'cluster'));
        symlinkSync(join(outside, 'cluster'), join(root, 'clusters/prod-us-east'));
      },
      /^workspace\/not-plain$/,
    ],
    [
      'an output file that is a link',
      (root) => {
        mkdirSync(join(root, EAST));
        symlinkSync('/etc/hostname', join(root, EAST, 'triton.yaml'));
      },
      /^workspace\/not-plain$/,
    ],
    [
      'an output file with a second name',
      (root) => {
        writeText(root, 'elsewhere', 'x');
        mkdirSync(join(root, EAST));
        linkSync(join(root, 'elsewhere'), join(root, EAST, 'triton.yaml'));
      },
      /^workspace\/not-plain$/,
    ],
    [
      'a pipe in the place of an output file',
      (root) => {
        mkdirSync(join(root, EAST));
        execFileSync('mkfifo', [join(root, EAST, 'triton.yaml')]);
      },
      /^workspace\/not-plain$/,
    ],
    [
      'a folder in the place of an output file',
      (root) => mkdirSync(join(root, EAST, 'triton.yaml'), { recursive: true }),
      /^workspace\/not-plain$/,
    ],
    [
      'a state folder that is a link',
      (root) => symlinkSync(temporaryFolder(), join(root, '.fleetwright')),
      /^workspace\/not-plain$/,
    ],
    [
      'a lock of a living process',
      (root) => writeText(root, '.fleetwright/lock', JSON.stringify({ pid: 1, host: 'another-machine' })),
      /^workspace\/locked$/,
    ],
  ])('writes nothing when there is %s', async (_, spoil, rule) => {
    const root = sampleWorkspace();
    addService(root, 'chat');
    spoil(root);
    const before = readTree(root);
    const { findings, written, deleted } = await writeFleet({ folder: root });
    expect(findings.map((finding) => finding.rule)).toEqual(
      expect.arrayContaining([expect.stringMatching(rule)]),
    );
    expect(findings.every(({ severity }) => severity === 'error')).toBe(true);
    expect([written, deleted]).toEqual([[], []]);
    expect(readTree(root)).toEqual(before);
  });

  it('reports the problems of all files at once, each once', async () => {
    const root = sampleWorkspace();
    addService(root, 'chat');
    editText(root, 'apps/chat/model-service.yaml', 'minReplicas: 2', 'minReplica: 2');
    editText(root, SPEC, 'protocols: [http, grpc]', 'protocols: [htp, grpc]');
    const { findings } = await writeFleet({ folder: root });
    expect(findings.map(({ file }) => file)).toEqual(['apps/chat/model-service.yaml', SPEC]);
  });

  it.each(['ENOSPC', 'EROFS', 'EACCES'])('keeps the old tree when a write fails with %s', async (code) => {
    for (let creation = 1; ; creation++) {
      const root = await rendered();
      rmSync(join(root, '.fleetwright'), { recursive: true });
      editText(root, SPEC, 'team: vision', 'team: sight');
      const before = readTree(root);
      const { findings, written } = await writeFleet({
        folder: root,
        operations: failCreationsFrom(creation, code),
      });
      if (findings.length === 0) {
        expect(creation).toBeGreaterThan(10);
        return;
      }
      expect(findings, `creation ${creation}`).toMatchObject([{ rule: 'workspace/system-error' }]);
      expect(findings[0]!.message).toContain('Nothing was changed.');
      expect(written).toEqual([]);
      expect(readTree(root)).toEqual(before);
      expect(existsSync(join(root, '.fleetwright/staging'))).toBe(false);
    }
  });
});

describe('writeFleet after a crash', () => {
  it('has the old tree or the new one, and says what it recovered', async () => {
    const expected = readTree(await rendered());
    const outcomes = new Map<string, number>();
    for (let call = 1; ; call++) {
      const root = sampleWorkspace();
      const before = readTree(root);
      try {
        await writeFleet({ folder: root, operations: dieAt(call, 'half-written') });
        break;
      } catch (error) {
        expect(error).toBeInstanceOf(Killed);
      }
      const { recovery, findings } = await writeFleet({ folder: root, filter: { cluster: 'prod-us-east' } });
      expect(findings).toEqual([]);
      const { outcome = 'none' } = recovery ?? {};
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      // A recovered write is complete although the run that recovered it was about one cluster only.
      if (outcome === 'completed') expect(readTree(root), `call ${call}`).toEqual(expected);
      else
        expect(readTree(root, 'clusters/prod-eu-west'), `call ${call}`).toSatisfy(
          (tree: object) =>
            Object.keys(tree).length === 1 ||
            Object.keys(tree).length === 1 + FILES.length + PLATFORM_FILES.length,
        );
      expect(before).not.toEqual(expected);
    }
    expect(outcomes.get('discarded')).toBeGreaterThan(10);
    expect(outcomes.get('completed')).toBeGreaterThan(10);
  });
});
