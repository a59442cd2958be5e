import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildValidator } from '../build-validators.ts';
import { goCommand } from '../go-command.ts';

describe('the protocol of the helpers', () => {
  it('passes its own tests, with judges that panic', () => {
    const folder = join(import.meta.dirname, '../../../packages/upstream-validators/go/protocol');
    const env = {
      ...process.env,
      CGO_ENABLED: '0',
      GOTOOLCHAIN: 'local',
      GOWORK: 'off',
      GOFLAGS: '-mod=readonly',
    };
    const { status, stdout, stderr } = spawnSync(goCommand(), ['test', '.'], {
      cwd: folder,
      encoding: 'utf8',
      env,
    });
    expect(`${stdout}${status === 0 ? '' : stderr}`).toMatch(/^ok /);
  });

  it('survives a line that is no request and a judge that there is not', () => {
    const lines = [
      'garbage',
      '{"id":1,"judges":["nobody"],"documents":[]}',
      '{"id":2,"judges":["kubernetes"],"documents":[{"kind":"A"}]}',
    ];
    const { stdout, stderr, status } = spawnSync(buildValidator('core'), {
      input: lines.join('\n'),
      encoding: 'utf8',
    });
    expect(stdout.trimEnd().split('\n').slice(1)).toEqual([
      '{"id":0,"findings":[],"error":"The request is not readable: invalid character \'g\' looking for beginning of value"}',
      '{"id":1,"findings":[],"error":"There is no judge \\"nobody\\"."}',
      '{"id":2,"findings":[{"judge":"kubernetes","severity":"error","kind":"A","namespace":"","name":"","index":0,' +
        '"path":"","message":"Object \'apiVersion\' is missing"}]}',
    ]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  }, 1_200_000);
});
