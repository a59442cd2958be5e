import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInterrupted, recover, Transaction } from './journal.ts';
import { dieAt, Killed, type Interruption } from './testing/interrupted-operations.ts';
import { readTree, temporaryFolder, writeText } from './testing/temporary-tree.ts';
import { diskOperations, type WriteOperations } from './write-operations.ts';

const OLD = {
  'clusters/east/chat/kustomization.yaml': 'chat, old',
  'clusters/east/chat/patches/Rollout.chat.yaml': 'by people',
  'clusters/east/gone/kustomization.yaml': 'gone',
  'clusters/east/gone/triton.yaml': 'gone',
};
const NEW = {
  'clusters/east/chat/kustomization.yaml': 'chat, new',
  'clusters/east/chat/patches/Rollout.chat.yaml': 'by people',
  'clusters/east/vision/kustomization.yaml': 'vision',
  'clusters/east/vision/triton.yaml': 'vision',
};

function oldTree(): string {
  const root = temporaryFolder();
  mkdirSync(join(root, '.fleetwright'));
  for (const [path, text] of Object.entries(OLD)) writeText(root, path, text);
  return root;
}

function change(root: string, operations: WriteOperations): void {
  const transaction = new Transaction({ root, operations });
  transaction.stage('clusters/east/chat/kustomization.yaml', 'chat, new');
  transaction.stage('clusters/east/vision/kustomization.yaml', 'vision');
  transaction.stage('clusters/east/vision/triton.yaml', 'vision');
  transaction.remove('clusters/east/gone/kustomization.yaml');
  transaction.remove('clusters/east/gone/triton.yaml');
  transaction.decide();
  transaction.carryOut();
}

function countCalls(): number {
  let calls = 0;
  const counting = Object.fromEntries(
    Object.entries(diskOperations).map(([name, operation]) => [
      name,
      (...args: string[]) => {
        calls++;
        (operation as (...all: string[]) => void)(...args);
      },
    ]),
  ) as unknown as WriteOperations;
  change(oldTree(), counting);
  return calls;
}

describe('a transaction', () => {
  it('makes every change and leaves nothing behind', () => {
    const root = oldTree();
    change(root, diskOperations);
    expect(readTree(root)).toEqual(NEW);
    expect(existsSync(join(root, 'clusters/east/gone'))).toBe(false);
    expect(existsSync(join(root, '.fleetwright/staging'))).toBe(false);
    expect(isInterrupted({ root, operations: diskOperations })).toBe(false);
  });

  it.each<Interruption>(['before', 'half-written', 'after'])(
    'is the old tree or the new one after a crash %s any write, once it is recovered',
    (interruption) => {
      const calls = countCalls();
      const outcomes = new Set<string>();
      for (let call = 1; call <= calls; call++) {
        const root = oldTree();
        expect(() => change(root, dieAt(call, interruption))).toThrow(Killed);
        const recovery = recover({ root, operations: diskOperations });
        const tree = readTree(root);
        expect(tree, `call ${call}`).toEqual(
          tree['clusters/east/vision/triton.yaml'] === undefined ? OLD : NEW,
        );
        expect(recover({ root, operations: diskOperations })).toBeUndefined();
        outcomes.add(recovery?.outcome ?? 'nothing to do');
      }
      expect(outcomes).toContain('completed');
      expect(outcomes).toContain('discarded');
    },
  );

  it('can be recovered however often the recovery itself is interrupted', () => {
    const decided = () => {
      const root = oldTree();
      // The first rename after the decision.
      expect(() => change(root, dieAt(9, 'after'))).toThrow(Killed);
      expect(isInterrupted({ root, operations: diskOperations })).toBe(true);
      return root;
    };
    for (let call = 1; ; call++) {
      const root = decided();
      try {
        recover({ root, operations: dieAt(call, 'after') });
      } catch {
        recover({ root, operations: diskOperations });
        expect(readTree(root), `call ${call}`).toEqual(NEW);
        continue;
      }
      expect(call).toBeGreaterThan(5);
      break;
    }
  });

  it('does nothing when there is nothing to change', () => {
    const root = oldTree();
    const transaction = new Transaction({ root, operations: dieAt(1, 'before') });
    transaction.decide();
    transaction.carryOut();
    expect(readTree(root)).toEqual(OLD);
  });

  it('is refused before it is decided when a folder turned into a link', () => {
    const root = oldTree();
    const outside = temporaryFolder();
    symlinkSync(outside, join(root, 'clusters/east/vision'));
    expect(() => change(root, diskOperations)).toThrow('this is a symbolic link');
    expect(readTree(outside)).toEqual({});
    expect(readTree(root)).toEqual(OLD);
  });
});

describe('recover', () => {
  it.each([
    ['a path outside the workspace', { place: [[0, '../../etc/x']], remove: [] }],
    ['an absolute path', { place: [], remove: ['/etc/passwd'] }],
    ['a file that people write', { place: [], remove: ['apps/chat/model-service.yaml'] }],
    ['a path with a step up', { place: [], remove: ['clusters/../apps/chat.yaml'] }],
    ['a staged file elsewhere', { place: [['../../etc/passwd', 'clusters/a/b/c.yaml']], remove: [] }],
    ['no list', { place: {} }],
    ['nothing', null],
  ])('refuses a journal with %s', (_, journal) => {
    const root = oldTree();
    writeText(root, '.fleetwright/journal.json', JSON.stringify(journal));
    expect(() => recover({ root, operations: diskOperations })).toThrow(
      'The journal of an interrupted write cannot be understood.',
    );
    expect(readTree(root)).toEqual(OLD);
  });

  it('refuses a journal that is a link', () => {
    const root = oldTree();
    writeText(root, 'journal', JSON.stringify({ place: [], remove: [] }));
    symlinkSync(join(root, 'journal'), join(root, '.fleetwright/journal.json'));
    expect(() => recover({ root, operations: diskOperations })).toThrow('this is a symbolic link');
  });
});
