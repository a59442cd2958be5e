import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFleet } from '@fleetwright/fleet';
import { modelServiceGenerator } from '@fleetwright/nx';
import { flushChanges, FsTree } from 'nx/src/generators/tree.js';
import {
  dieAt,
  failCreationsFrom,
  Killed,
} from '../../../packages/fleet/src/testing/interrupted-operations.ts';
import {
  edit,
  fleetwright,
  OVERLAY,
  readTree,
  SPEC,
  write,
  type BadInput,
  type Outcome,
} from './workbench.ts';

type Answer = Pick<BadInput, 'exit' | 'says'>;

const TRITON = `${OVERLAY}/triton.yaml`;

function placed(
  row: number,
  title: string,
  place: (root: string) => void,
  answer: Answer & Pick<BadInput, 'mayChange'>,
): BadInput {
  return {
    row,
    title,
    act: async (root) => {
      place(root);
      const before = readTree(root);
      const outcome = await fleetwright(root, 'render');
      return JSON.stringify(readTree(root)) === JSON.stringify(before) ? outcome : { ...outcome, exit: -1 };
    },
    mayChange: /./,
    ...answer,
  };
}

/** A render whose disk fails at each creation of a file in turn. */
async function failEach(root: string, code: string): Promise<Outcome> {
  edit(root, SPEC, 'team: vision', 'team: sight');
  const before = JSON.stringify(readTree(root));
  const says = new Set<string>();
  for (let creation = 1; ; creation++) {
    rmSync(join(root, '.fleetwright'), { recursive: true, force: true });
    const { findings } = await writeFleet({ folder: root, operations: failCreationsFrom(creation, code) });
    if (findings.length === 0) return { exit: creation > 10 ? 1 : -1, says: [...says] };
    for (const { rule, message } of findings)
      says.add(`${rule}: ${message.replaceAll(/'[^']*'|\.?\/?[\w./-]+\/[\w./-]+/g, '<path>')}`);
    if (JSON.stringify(readTree(root)) !== before) return { exit: -1, says: [...says] };
  }
}

async function dieAndRecover(root: string): Promise<Outcome> {
  edit(root, SPEC, 'team: vision', 'team: sight');
  const old = readTree(root);
  await writeFleet({ folder: root });
  const rendered = readTree(root);
  const outcomes = new Set<string>();
  // Every third call: each kind of call is among them.
  for (let call = 1; ; call += 3) {
    rmSync(join(root, '.fleetwright'), { recursive: true });
    for (const [path, text] of Object.entries(old)) write(root, path, text);
    try {
      await writeFleet({ folder: root, operations: dieAt(call, 'half-written') });
      return { exit: 0, says: [...outcomes].sort() };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    // The next command recovers before it does anything else.
    const { recovery, findings } = await writeFleet({
      folder: root,
      filter: { service: 'image-classification', cluster: 'prod-eu-west' },
    });
    outcomes.add(`${recovery?.outcome ?? 'nothing to recover'}, ${findings.length} findings`);
    const now = JSON.stringify(pick(readTree(root), OVERLAY));
    const allowed = recovery?.outcome === 'completed' ? [rendered] : [old, rendered];
    if (!allowed.some((tree) => JSON.stringify(pick(tree, OVERLAY)) === now))
      return { exit: -1, says: [`mixed at call ${call}`] };
  }
}

function pick(tree: Record<string, string>, folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => path.startsWith(`${folder}/`)));
}

// Since the system started, in ticks: it tells a process from a later one of the same number.
function startTime(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

async function generateTwo(root: string, names: readonly [string, string]): Promise<Outcome> {
  // Both begin with the same files, and neither knows of the other.
  const trees = names.map(() => new FsTree(root, false));
  for (const [index, tree] of trees.entries())
    await modelServiceGenerator(tree, { name: names[index]!, preset: 'onnx', team: `team-${index}` });
  for (const tree of trees) flushChanges(root, tree.listChanges());
  return fleetwright(root, 'render', '--check');
}

/** What stands in the way of reading and writing. */
export const BAD_DISKS: readonly BadInput[] = [
  placed(
    43,
    'a spec that is a link to outside',
    (root) => {
      unlinkSync(join(root, SPEC));
      symlinkSync('/etc/hostname', join(root, SPEC));
    },
    {
      exit: 2,
      says: [
        'apps/image-classification/model-service.yaml workspace/not-plain: Expected a plain file or folder inside the workspace; this is a symbolic link.',
      ],
    },
  ),
  placed(
    44,
    'an overlay folder that is a link',
    (root) => {
      rmSync(join(root, OVERLAY), { recursive: true });
      symlinkSync(tmpdir(), join(root, OVERLAY));
    },
    {
      exit: 2,
      says: [
        'clusters/prod-us-east/image-classification workspace/not-plain: Expected a plain file or folder inside the workspace; this is a symbolic link.',
      ],
    },
  ),
  placed(
    45,
    'an output file that is a link',
    (root) => {
      unlinkSync(join(root, TRITON));
      symlinkSync('/etc/hostname', join(root, TRITON));
    },
    {
      exit: 2,
      says: [
        'clusters/prod-us-east/image-classification/triton.yaml workspace/not-plain: Expected a plain file or folder inside the workspace; this is a symbolic link.',
      ],
    },
  ),
  placed(
    45,
    'an output file with a second name',
    (root) => linkSync(join(root, TRITON), join(root, 'twin')),
    {
      exit: 2,
      says: [
        'clusters/prod-us-east/image-classification/triton.yaml workspace/not-plain: Expected a plain file or folder inside the workspace; this is a hard link: another name leads to the same content.',
      ],
    },
  ),
  placed(
    45,
    'a pipe in the place of an output file',
    (root) => {
      unlinkSync(join(root, TRITON));
      execFileSync('mkfifo', [join(root, TRITON)]);
    },
    {
      exit: 2,
      says: [
        'clusters/prod-us-east/image-classification/triton.yaml workspace/not-plain: Expected a plain file or folder inside the workspace; this is not a regular file.',
      ],
    },
  ),
  placed(
    45,
    'a device in the place of a spec',
    (root) => {
      unlinkSync(join(root, SPEC));
      symlinkSync('/dev/zero', join(root, SPEC));
    },
    {
      exit: 2,
      says: [
        'apps/image-classification/model-service.yaml workspace/not-plain: Expected a plain file or folder inside the workspace; this is a symbolic link.',
      ],
    },
  ),
  {
    row: 46,
    title: 'a tree that cannot be written to',
    act: (root) => failEach(root, 'EROFS'),
    mayChange: /./,
    exit: 1,
    says: ['workspace/system-error: The file system is read-only (EROFS at <path>). Nothing was changed.'],
  },
  {
    row: 47,
    title: 'a disk that is full at any write',
    act: (root) => failEach(root, 'ENOSPC'),
    mayChange: /./,
    exit: 1,
    says: ['workspace/system-error: The disk is full (ENOSPC at <path>). Nothing was changed.'],
  },
  {
    row: 48,
    title: 'a process that dies while it writes',
    act: dieAndRecover,
    mayChange: /./,
    exit: 0,
    says: ['completed, 0 findings', 'discarded, 0 findings', 'nothing to recover, 0 findings'],
  },
  {
    row: 49,
    title: 'the lock of a dead process',
    act: (root) => {
      write(root, '.fleetwright/lock', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), started: '1' }));
      return fleetwright(root, 'render');
    },
    exit: 0,
    says: [],
  },
  placed(
    50,
    'a render while another one writes',
    (root) =>
      write(
        root,
        '.fleetwright/lock',
        JSON.stringify({ pid: process.ppid, host: hostname(), started: startTime(process.ppid) }),
      ),
    {
      exit: 2,
      says: [
        '.fleetwright/lock workspace/locked: The workspace is being written to by process <pid> on <host>.',
      ],
    },
  ),
  {
    row: 50,
    title: 'two generators of different services at once',
    act: (root) => generateTwo(root, ['chat', 'vision']),
    mayChange: /./,
    exit: 0,
    says: [],
  },
  {
    row: 50,
    title: 'two generators of the same service at once',
    act: (root) => generateTwo(root, ['chat', 'chat']),
    mayChange: /./,
    exit: 0,
    says: [],
  },
  {
    row: 50,
    title: 'a folder where a file is to be written',
    act: (root) => {
      unlinkSync(join(root, TRITON));
      mkdirSync(join(root, TRITON));
      renameSync(join(root, OVERLAY, 'istio.yaml'), join(root, TRITON, 'istio.yaml'));
      return fleetwright(root, 'render');
    },
    mayChange: /./,
    exit: 2,
    says: [
      'clusters/prod-us-east/image-classification/triton.yaml workspace/not-plain: Expected a plain file or folder inside the workspace; this is a folder.',
    ],
  },
];
