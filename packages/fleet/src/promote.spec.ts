import { describe, expect, it } from 'vitest';
import { promote } from './promote.ts';
import { readWorkspace, type FleetInputs } from './read-workspace.ts';
import { addEnvironment, editText, readTree, sampleWorkspace, writeText } from './testing/temporary-tree.ts';
import { openWorkspace } from './workspace.ts';

const SERVICE = 'image-classification';
const SPEC = `apps/${SERVICE}/model-service.yaml`;
const releaseIn = (environment: string) =>
  `environments/${environment}/releases/${SERVICE}/model-service.yaml`;

/** production is promoted from staging, and staging from dev, which tracks apps/. */
function workspace(): string {
  const root = sampleWorkspace();
  addEnvironment(root, 'dev');
  addEnvironment(root, 'staging');
  for (const [environment, from] of [
    ['staging', 'dev'],
    ['production', 'staging'],
  ]) {
    const path = `environments/${environment}/environment.yaml`;
    editText(root, path, 'spec:\n', `spec:\n  promotedFrom: ${from}\n`);
  }
  return root;
}

const inputsOf = (root: string): FleetInputs => readWorkspace(openWorkspace(root));

describe('promote', () => {
  it('copies the spec of apps/ to the first environment', async () => {
    const root = workspace();
    expect(await promote(inputsOf(root), { service: SERVICE, from: 'dev', to: 'staging' })).toEqual({
      status: 'changed',
      changes: [{ path: releaseIn('staging'), found: undefined, expected: readTree(root)[SPEC] }],
      findings: [],
    });
  });

  it('copies a release, not what stands in apps/ by now', async () => {
    const root = workspace();
    const old = readTree(root)[SPEC]!;
    writeText(root, releaseIn('staging'), old);
    writeText(root, releaseIn('production'), old.replace('maxReplicas: 6', 'maxReplicas: 3'));
    editText(root, SPEC, 'maxReplicas: 6', 'maxReplicas: 9');
    const { changes } = await promote(inputsOf(root), {
      service: SERVICE,
      from: 'staging',
      to: 'production',
    });
    expect(changes).toEqual([
      {
        path: releaseIn('production'),
        found: old.replace('maxReplicas: 6', 'maxReplicas: 3'),
        expected: old,
      },
    ]);
  });

  it('changes nothing when the release is the same already', async () => {
    const root = workspace();
    writeText(root, releaseIn('staging'), readTree(root)[SPEC]!);
    expect(await promote(inputsOf(root), { service: SERVICE, from: 'dev', to: 'staging' })).toEqual({
      status: 'unchanged',
      changes: [],
      findings: [],
    });
  });

  it('keeps the path to the schema right, and the rest byte for byte', async () => {
    const root = workspace();
    const comment = '# yaml-language-server: $schema=../../node_modules/x.schema.json\n';
    writeText(root, SPEC, comment + readTree(root)[SPEC]!);
    const { changes } = await promote(inputsOf(root), { service: SERVICE, from: 'dev', to: 'staging' });
    expect(changes[0]!.expected).toBe(
      readTree(root)[SPEC]!.replace('../../node_modules', '../../../../node_modules'),
    );
    writeText(root, releaseIn('staging'), changes[0]!.expected!);
    const next = await promote(inputsOf(root), { service: SERVICE, from: 'staging', to: 'production' });
    expect(next.changes[0]!.expected).toBe(changes[0]!.expected);
  });

  it.each<[Partial<{ service: string; from: string; to: string }>, string[]]>([
    [
      { from: 'staging', to: 'staging' },
      ['promote/same-environment staging cannot be promoted to itself. Promote from dev: --from=dev'],
    ],
    [
      { from: 'staging', to: 'dev' },
      [
        'promote/tracks-apps dev tracks apps/, so nothing is promoted to it; expected promotedFrom: staging. Set spec.promotedFrom: staging, or edit the spec in apps/.',
      ],
    ],
    [
      { from: 'dev', to: 'production' },
      [
        'promote/another-source production is promoted from staging, not from dev. Promote from staging: --from=staging',
      ],
    ],
    [
      { from: 'dev', to: 'stagin' },
      ['promote/unknown-environment There is no environments/stagin. Did you mean staging?'],
    ],
    [
      { service: 'image-clasification' },
      [
        'promote/missing-source dev does not run image-clasification: there is no apps/image-clasification/model-service.yaml. Did you mean image-classification?',
      ],
    ],
    [
      { from: 'staging', to: 'production' },
      [
        `promote/missing-source staging does not run ${SERVICE}: there is no ${releaseIn('staging')}. Promote it to staging first.`,
      ],
    ],
  ])('refuses %j', async (request, expected) => {
    const promotion = await promote(inputsOf(workspace()), {
      service: SERVICE,
      from: 'dev',
      to: 'staging',
      ...request,
    });
    expect(promotion).toMatchObject({ status: 'refused', changes: [] });
    expect(promotion.findings.map(({ rule, message, fix }) => `${rule} ${message} ${fix}`)).toEqual(expected);
  });

  it('refuses a spec with a mistake, and says where it is', async () => {
    const root = workspace();
    editText(root, SPEC, 'minReplicas: 2', 'minReplica: 2');
    const promotion = await promote(inputsOf(root), { service: SERVICE, from: 'dev', to: 'staging' });
    expect(promotion).toMatchObject({
      status: 'refused',
      findings: [{ rule: 'input/unknown-field', file: SPEC }],
    });
  });
});

describe('promote, wave by wave', () => {
  const STAGING = 'environments/staging/environment.yaml';
  const wave = (number: number) =>
    `environments/staging/releases/${SERVICE}/wave-${number}/model-service.yaml`;

  /** Staging has three waves and runs an older release. */
  function inWaves(waves = '[[a], [b], [c]]'): string {
    const root = workspace();
    editText(root, STAGING, 'spec:\n', `spec:\n  waves: ${waves}\n`);
    writeText(root, releaseIn('staging'), 'old');
    return root;
  }

  const step = async (root: string, number?: number) => {
    const request = { service: SERVICE, from: 'dev', to: 'staging', wave: number };
    const { changes, findings } = await promote(inputsOf(root), request);
    return { changes, problems: findings.map(({ rule, message, fix }) => `${rule} ${message} ${fix}`) };
  };

  it('gives the first wave what the source runs, and leaves the release of the others alone', async () => {
    const root = inWaves();
    const { changes } = await step(root, 1);
    expect(changes).toEqual([{ path: wave(1), found: undefined, expected: readTree(root)[SPEC] }]);
  });

  it('gives the next wave what the one before runs, not what the source runs by now', async () => {
    const root = inWaves();
    const tried = readTree(root)[SPEC]!;
    writeText(root, wave(1), tried);
    editText(root, SPEC, 'maxReplicas: 6', 'maxReplicas: 9');
    expect((await step(root, 2)).changes).toEqual([{ path: wave(2), found: undefined, expected: tried }]);
  });

  it('makes one release of all after the last wave', async () => {
    const root = inWaves();
    const tried = readTree(root)[SPEC]!;
    writeText(root, wave(1), tried);
    writeText(root, wave(2), tried);
    expect((await step(root, 3)).changes).toEqual([
      { path: releaseIn('staging'), found: 'old', expected: tried },
      { path: wave(1), found: tried, expected: undefined },
      { path: wave(2), found: tried, expected: undefined },
    ]);
  });

  it('ends early without a wave: all clusters run what the source runs', async () => {
    const root = inWaves();
    writeText(root, wave(1), readTree(root)[SPEC]!);
    editText(root, SPEC, 'maxReplicas: 6', 'maxReplicas: 9');
    expect((await step(root)).changes.map(({ path, expected }) => [path, expected])).toEqual([
      [releaseIn('staging'), readTree(root)[SPEC]],
      [wave(1), undefined],
    ]);
  });

  it('takes the only wave for all of the environment', async () => {
    expect((await step(inWaves('[[a, b]]'), 1)).changes.map(({ path }) => path)).toEqual([
      releaseIn('staging'),
    ]);
  });

  it('has nothing to do the second time', async () => {
    const root = inWaves();
    writeText(root, wave(1), readTree(root)[SPEC]!);
    expect((await step(root, 1)).changes).toEqual([]);
  });

  it.each<[string, number, string]>([
    ['[[a], [b]]', 3, 'promote/unknown-wave There is no wave 3: staging has 2 waves. Give one from 1 to 2.'],
    ['[[a]]', 0, 'promote/unknown-wave There is no wave 0: staging has 1 wave. Give one from 1 to 1.'],
    [
      '[[a], [b]]',
      1.5,
      'promote/unknown-wave There is no wave 1.5: staging has 2 waves. Give one from 1 to 2.',
    ],
    [
      '[[a], [b]]',
      2,
      `promote/wave-before Wave 2 gets what wave 1 runs, but that has no release of ${SERVICE} of its own. Promote in order: nx generate promote ${SERVICE} --from=dev --to=staging --wave=1`,
    ],
  ])('with waves %s refuses wave %d', async (waves, number, problem) => {
    expect(await step(inWaves(waves), number)).toEqual({ changes: [], problems: [problem] });
  });

  it('refuses a wave of an environment without any', async () => {
    expect((await step(workspace(), 1)).problems).toEqual([
      'promote/unknown-wave There is no wave 1: staging has no waves. State spec.waves of the environment, or promote to all of it: without --wave.',
    ]);
  });
});
