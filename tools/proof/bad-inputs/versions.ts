import { appendFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { edit, fleetwright, OVERLAY, readTree, SPEC, type BadInput, type Outcome } from './workbench.ts';

const API = 'apiVersion: fleetwright.dev/v1alpha1';
const TRITON = `${OVERLAY}/triton.yaml`;

/** A check that reports drift, and a render that repairs it. */
async function checkAndRepair(root: string, spoil: () => void): Promise<Outcome> {
  const rendered = JSON.stringify(readTree(root));
  spoil();
  const outcome = await fleetwright(root, 'render', '--check');
  const { exit } = await fleetwright(root, 'render');
  const isRepaired = exit === 0 && JSON.stringify(readTree(root)) === rendered;
  return isRepaired ? outcome : { ...outcome, exit: -1 };
}

function rename(root: string): void {
  renameSync(join(root, 'apps/image-classification'), join(root, 'apps/vision'));
  edit(root, 'apps/vision/model-service.yaml', 'name: image-classification', 'name: vision');
}

/** What is of another time than the rest. */
export const BAD_VERSIONS: readonly BadInput[] = [
  ...(['v1beta1', 'v1alpha0'] as const).map((version, index) => ({
    row: 72 + index,
    title: `a spec of API version ${version}`,
    act: (root: string) => {
      edit(root, SPEC, API, `apiVersion: fleetwright.dev/${version}`);
      return fleetwright(root, 'render');
    },
    mayChange: /^apps\//,
    ...[
      {
        exit: 1,
        says: [
          'apps/image-classification/model-service.yaml:1:13 input/choice: /apiVersion is "fleetwright.dev/v1beta1"; expected "fleetwright.dev/v1alpha1".',
        ],
      },
      {
        exit: 1,
        says: [
          'apps/image-classification/model-service.yaml:1:13 input/choice: /apiVersion is "fleetwright.dev/v1alpha0"; expected "fleetwright.dev/v1alpha1".',
        ],
      },
    ][index]!,
  })),
  {
    row: 74,
    title: 'a generated file that was edited',
    act: (root) =>
      checkAndRepair(root, () => edit(root, TRITON, 'nvidia.com/gpu: "1"', 'nvidia.com/gpu: "2"')),
    exit: 1,
    says: [
      'clusters/prod-us-east/image-classification/triton.yaml:441 drift/changed: The file differs from what its inputs give: found "nvidia.com/gpu: "2"", expected "nvidia.com/gpu: "1"".',
    ],
  },
  {
    row: 75,
    title: 'a generated file that was deleted',
    act: (root) => checkAndRepair(root, () => rmSync(join(root, TRITON))),
    exit: 1,
    says: ['clusters/prod-us-east/image-classification/triton.yaml drift/missing: The file is missing.'],
  },
  {
    row: 76,
    title: 'the overlays of a service that was renamed',
    act: async (root) => {
      rename(root);
      const { exit, says } = await fleetwright(root, 'render', '--check');
      return { exit, says: [...new Set(says.map((line) => line.replace(/\/[^/ ]+ /, ' ')))] };
    },
    mayChange: /^apps\//,
    exit: 1,
    says: [
      'clusters/prod-eu-west/image-classification drift/unexpected: Nothing generates this file any more: its service, cluster, environment, placement or area is gone.',
      'clusters/prod-eu-west/vision drift/missing: The file is missing.',
      'clusters/prod-us-east/image-classification drift/unexpected: Nothing generates this file any more: its service, cluster, environment, placement or area is gone.',
      'clusters/prod-us-east/vision drift/missing: The file is missing.',
    ],
  },
  {
    row: 76,
    title: 'the same, rendered: nothing of the old name is left',
    act: async (root) => {
      rename(root);
      const { exit } = await fleetwright(root, 'render');
      return {
        exit,
        says: Object.keys(readTree(root)).filter((path) => path.includes('image-classification')),
      };
    },
    mayChange: /./,
    exit: 0,
    says: [],
  },
  {
    row: 77,
    title: 'a review without git',
    act: (root) => fleetwright(root, 'review', '--base=HEAD'),
    exit: 2,
    says: [
      'error  review/no-repository\n  . is in no git repository, so there is no revision\n  "HEAD".\n  fix: Run the command in the repository, or compare two folders with --base=DIR\n  --head=DIR.',
    ],
  },
  {
    row: 77,
    title: 'a render without git, of files that nobody committed',
    act: (root) => {
      appendFileSync(join(root, SPEC), '# not committed\n');
      return fleetwright(root, 'render', '--check');
    },
    mayChange: /^apps\//,
    exit: 0,
    says: [],
  },
];
