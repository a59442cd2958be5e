import { describe, expect, it } from 'vitest';
import { ROOT } from '../fleets.ts';
import { parseArguments } from './parse-arguments.ts';

describe('parseArguments', () => {
  it('needs a base alone', () => {
    expect(parseArguments(['--base=origin/main'])).toEqual({ base: 'origin/main', workspace: ROOT });
  });

  it('takes service, cluster, replicas and workspace', () => {
    const args = ['--base=HEAD~1', '--service=s', '--cluster=c', '--replicas=12', '--workspace=/fleet'];
    expect(parseArguments(args)).toEqual({
      base: 'HEAD~1',
      service: 's',
      cluster: 'c',
      replicas: 12,
      workspace: '/fleet',
    });
  });

  it.each([
    { args: [], problem: 'Without --base=REF there is nothing to compare with.' },
    { args: ['main'], problem: 'Unknown argument main.' },
    { args: ['--base='], problem: 'Unknown argument --base=.' },
    { args: ['--base=main', '--head=x'], problem: 'Unknown argument --head=x.' },
    { args: ['--base=main', '--toString=x'], problem: 'Unknown argument --toString=x.' },
    { args: ['--base=main', '--base=x'], problem: '--base is given twice.' },
    {
      args: ['--base=main', '--replicas=0'],
      problem: '--replicas=0 is no number of pods: expected 1 to 999.',
    },
    {
      args: ['--base=main', '--replicas=two'],
      problem: '--replicas=two is no number of pods: expected 1 to 999.',
    },
  ])('refuses $args', ({ args, problem }) => {
    expect(parseArguments(args)).toBe(problem);
  });
});
