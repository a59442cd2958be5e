import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from './run.ts';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { type: ClusterIP }\n';

function folders(before: string, after: string): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'review-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, text] of [
    ['before', before],
    ['after', after],
  ] as const) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'a.yaml'), text);
  }
  return root;
}

async function review(folder: string, ...args: string[]) {
  let [out, err] = ['', ''];
  const terminal = {
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    colour: false,
    progress: false,
    folder,
  };
  return { code: await run(['review', ...args], terminal), out, err };
}

const SIDES = ['--base=./before', '--head=./after'];

describe('fleetwright review', () => {
  it('says in text what changes, why and what is risky', async () => {
    const { code, out, err } = await review(
      folders(SERVICE, SERVICE.replace('ClusterIP', 'LoadBalancer')),
      ...SIDES,
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toBe(`danger: 1 change: Service/a becomes a LoadBalancer.

Changes
  c1  Service/a type: ClusterIP → LoadBalancer
      the top folder
      manifest: the manifest itself (a.yaml)

Risks
  high  Service/a becomes a LoadBalancer [c1]
        the top folder

1 file differing, 1 resource compared: 1 changed, 0 added, 0 removed, 0 renamed.
`);
  });

  it('prints JSON alone for programs', async () => {
    const { out } = await review(folders(SERVICE, SERVICE), ...SIDES, '--format=json');
    expect(JSON.parse(out)).toMatchObject({ version: 1, verdict: { level: 'empty' }, changes: [] });
  });

  it.each([
    ['markdown', /^<!-- fleetwright-review -->\n/],
    ['html', /^<!doctype html>/i],
    ['sarif', /"ruleId": "review\/network-opening"/],
  ])('prints %s', async (format, start) => {
    const { code, out } = await review(
      folders(SERVICE, SERVICE.replace('ClusterIP', 'NodePort')),
      ...SIDES,
      `--format=${format}`,
    );
    expect(code).toBe(0);
    expect(out).toMatch(start);
  });

  it('exits with 2 where something could not be compared, and still shows the rest', async () => {
    const { code, out } = await review(
      folders(SERVICE, `${SERVICE.replace('ClusterIP', 'NodePort')}---\na: [`),
      ...SIDES,
    );
    expect(code).toBe(2);
    expect(out).toContain('Service/a type: ClusterIP → NodePort');
    expect(out).toContain('manifest/yaml-syntax');
  });

  it('lets nothing of a file move the cursor of a terminal', async () => {
    const text = SERVICE.replace('type: ClusterIP', 'externalName: "\\e[2J"');
    const { out } = await review(folders(SERVICE, text), ...SIDES);
    expect(out).not.toContain('\u001b');
  });

  it.each([
    [[], 'fleetwright review needs --base=REF, what the change is compared with.\n'],
    [['--base=./nowhere'], /review\/no-repository|review\/unknown-revision/],
  ])('exits with 2 for %j', async (args, message) => {
    const { code, err } = await review(folders(SERVICE, SERVICE), ...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
