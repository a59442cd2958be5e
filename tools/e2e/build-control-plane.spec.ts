import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CRD_SOURCES, KUBERNETES } from '../schemas/sources.ts';

const GO_MOD = readFileSync(join(import.meta.dirname, 'kube/go.mod'), 'utf8');

describe("the control plane's Go module", () => {
  it('pins the Kubernetes whose schemas the builders use', () => {
    expect(GO_MOD).toContain(`\tk8s.io/kubernetes ${KUBERNETES.version}\n`);
  });

  it('replaces each of its 31 staging modules by the published one of the same version', () => {
    const version = KUBERNETES.version.replace('v1.', 'v0.');
    const replaced = GO_MOD.match(/^\tk8s\.io\/(?!kubernetes )\S+ => k8s\.io\/\S+ \S+$/gm)!;
    expect(replaced).toHaveLength(31);
    expect(replaced.filter((line) => !line.endsWith(` ${version}`))).toEqual([]);
  });

  it.each(['argoCd', 'argoRollouts'])('pins the %s whose resources the builders make', (component) => {
    const { module, version } = CRD_SOURCES.find((source) => source.component === component)!;
    expect(GO_MOD).toContain(`\t${module} ${version} `);
  });
});
