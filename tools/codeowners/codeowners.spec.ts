import { describe, expect, it } from 'vitest';
import { listOwners, replaceOwners, type Ownership } from './codeowners.ts';

const OWNERSHIP: Ownership = {
  environments: [
    { name: 'edge', owners: ['@acme/stores'] },
    { name: 'production', owners: ['@acme/ml-platform', 'oncall@example.com'] },
  ],
  clusters: [
    { name: 'edge-store', environment: 'edge' },
    { name: 'prod-us-east', environment: 'production' },
  ],
  services: [{ name: 'vision', team: 'vision' }, { name: 'nobody' }],
};

function pairs(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/ +/, ' '));
}

describe('owners', () => {
  it('of a cluster are those of its environment, of a service its team', () => {
    expect(pairs(listOwners(OWNERSHIP))).toEqual([
      '/environments/edge/ @acme/stores',
      '/environments/production/ @acme/ml-platform oncall@example.com',
      '/clusters/edge-store/ @acme/stores',
      '/clusters/prod-us-east/ @acme/ml-platform oncall@example.com',
      '/apps/vision/ @acme/vision',
    ]);
  });

  it.each([
    ['an environment without owners', { environments: [{ name: 'edge', owners: [] }] }],
    ['a cluster of an unknown environment', { environments: [] }],
  ])('of %s stand in no line', (_, part) => {
    const lines = listOwners({ ...OWNERSHIP, services: [], ...part });
    expect(lines).toEqual([]);
  });

  it('of services are not guessed where there are two organisations', () => {
    const environments = [...OWNERSHIP.environments, { name: 'dev', owners: ['@other/team'] }];
    expect(listOwners({ ...OWNERSHIP, environments }).join('\n')).not.toContain('/apps/');
  });
});

describe('a file of owners', () => {
  const lines = ['/apps/a/ @acme/a'];
  const block = replaceOwners('', lines);

  it.each([
    ['an empty file becomes the lines', '', block],
    ['hand-written lines stay, and decide', '/docs/ @acme/docs\n', `${block}\n/docs/ @acme/docs\n`],
    [
      'earlier generated lines are replaced',
      `# x\n${replaceOwners('', ['/b/ @b'])}/docs/ @d\n`,
      `# x\n${block}/docs/ @d\n`,
    ],
  ])('%s', (_, text, expected) => {
    expect(replaceOwners(text, lines)).toBe(expected);
    expect(replaceOwners(expected, lines)).toBe(expected);
  });
});
