import { describe, expect, it } from 'vitest';
import type { Change } from './audit-log.ts';
import { findReverts } from './find-reverts.ts';

/** Writes of users in turn, `user value`. */
function writes(...lines: string[]): Change[] {
  return lines.map((line, at) => {
    const [user, spec] = line.split(' ');
    return { at, user: user!, verb: 'patch', object: 'virtualservices/ml/a', spec };
  });
}

describe('findReverts', () => {
  it('finds two users who undo each other', () => {
    expect(findReverts(writes('argocd 100', 'rollouts 80', 'argocd 100', 'rollouts 80'))).toEqual([
      { object: 'virtualservices/ml/a', users: ['argocd', 'rollouts'], at: 3 },
    ]);
  });

  it('tells objects apart', () => {
    const [first, second, third, fourth] = writes('argocd 100', 'rollouts 80', 'argocd 100', 'rollouts 80');
    const other = { ...fourth!, object: 'virtualservices/ml/b' };
    expect(findReverts([first!, second!, third!, other])).toEqual([]);
  });

  it.each([
    { what: 'one exchange', lines: ['argocd 100', 'rollouts 80', 'argocd 100'] },
    {
      what: 'a user who changes his mind',
      lines: ['rollouts 100', 'rollouts 80', 'rollouts 100', 'rollouts 80'],
    },
    { what: 'steps', lines: ['argocd 100', 'rollouts 80', 'rollouts 50', 'rollouts 0', 'rollouts 100'] },
    {
      what: 'writes that change nothing',
      lines: ['argocd 100', 'rollouts 100', 'argocd 100', 'rollouts 100'],
    },
  ])('takes $what for no fight', ({ lines }) => {
    expect(findReverts(writes(...lines))).toEqual([]);
  });
});
