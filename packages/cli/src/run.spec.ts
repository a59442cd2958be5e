import { describe, expect, it } from 'vitest';
import type { Terminal } from './command.ts';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';
import { showProgress } from './progress.ts';

function recording(progress = false): Terminal & { stdout: string; stderr: string } {
  const terminal = {
    stdout: '',
    stderr: '',
    out: (text: string) => void (terminal.stdout += text),
    err: (text: string) => void (terminal.stderr += text),
    colour: false,
    progress,
    folder: '/',
  };
  return terminal;
}

describe('run', () => {
  it('asks for a report, with what to report, when it meets a defect of its own', async () => {
    const terminal = recording();
    const render = COMMANDS.find(({ name }) => name === 'render')!;
    const { load } = render;
    render.load = () => Promise.reject(new TypeError('x is undefined'));
    expect(await run(['render', '--check'], terminal)).toBe(2);
    render.load = load;
    expect(terminal.stdout).toBe('');
    expect(terminal.stderr).toMatch(
      /^This is a defect of Fleetwright, not of your files\. Please report:\n {2}fleetwright \S+, node v\S+, \S+\n {2}command: fleetwright render --check\n {2}TypeError: x is undefined\n/,
    );
  });
});

describe('showProgress', () => {
  it('says nothing where nobody watches, and nothing about a short run', () => {
    const [unwatched, short] = [recording(false), recording(true)];
    showProgress(unwatched).update(50, 100);
    showProgress(short).update(1, 4);
    expect([unwatched.stderr, short.stderr]).toEqual(['', '']);
  });

  it('draws one line per percent on stderr and clears it at the end', () => {
    const terminal = recording(true);
    const progress = showProgress(terminal);
    for (let done = 1; done <= 1000; done++) progress.update(done, 1000);
    progress.clear();
    expect(terminal.stderr.split('\r')).toHaveLength(103);
    expect(terminal.stderr).toContain('\r500 of 1000 placements (50 %)');
    expect(terminal.stderr.endsWith('\r\u001b[K')).toBe(true);
    expect(terminal.stdout).toBe('');
  });
});
