import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Job {
  extends?: string;
  stage?: string;
  needs?: string[];
  script?: string[];
}

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/gitlab.md'), 'utf8');
const pipeline = parse(/```yaml\n([^]*?)```/.exec(PAGE)![1]!, { uniqueKeys: true }) as Record<string, Job> & {
  stages: string[];
};
const { stages, ...jobs } = pipeline;

describe('the pipeline for GitLab', () => {
  it('has jobs that run something in stages that there are', () => {
    const running = Object.entries(jobs).filter(([name]) => !name.startsWith('.'));
    expect(running.map(([name]) => name)).toEqual(['sync-check', 'validate', 'review', 'comment']);
    for (const [, { stage, script, needs = [], extends: parent }] of running) {
      expect(stages).toContain(stage);
      expect(script?.length).toBeGreaterThan(0);
      for (const name of [...needs, ...(parent === undefined ? [] : [parent])])
        expect(Object.keys(jobs)).toContain(name);
    }
  });

  it('posts by a script that Node.js can read', () => {
    const [, script = ''] = /<<'END'\n([^]*?)\nEND\n/.exec(jobs['comment']!.script![0]!) ?? [];
    expect(script).toContain('PRIVATE-TOKEN');
    const { status, stderr } = spawnSync(process.execPath, ['--check', '--input-type=module', '-'], {
      input: script,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
