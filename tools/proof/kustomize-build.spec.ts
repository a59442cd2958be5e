import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildTool } from '../go/build.ts';
import { applyJsonPatch, type PatchOperation } from './json-patch.ts';
import {
  allOverlays,
  committedOverlays,
  goldenOverlays,
  nameOf,
  parseManifests,
  readPatches,
  readResources,
  type Manifest,
  type Overlay,
} from './overlays.ts';

let kustomize: string;
beforeAll(() => {
  kustomize = buildTool('kustomize');
}, 600_000);

function build(overlay: Overlay): Manifest[] {
  const { status, stdout, stderr } = spawnSync(kustomize, ['build', withPatches(overlay)], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return parseManifests(stdout);
}

// The patches of a golden case stand with its inputs, so both are put together as a render finds them.
function withPatches({ folder, patches }: Overlay): string {
  if (patches === undefined || patches.startsWith(folder)) return folder;
  const whole = realpathSync(mkdtempSync(join(tmpdir(), 'kustomize-')));
  onTestFinished(() => rmSync(whole, { recursive: true }));
  cpSync(folder, whole, { recursive: true });
  cpSync(patches, join(whole, 'patches'), { recursive: true });
  return whole;
}

function expectedResources(overlay: Overlay): Manifest[] {
  const patches = readPatches(overlay);
  return readResources(overlay).map((resource) =>
    patches
      .filter(({ file }) => file.startsWith(`${resource.kind}.${resource.metadata.name}.`))
      .reduce((patched, { text }) => applyJsonPatch(patched, load(text) as PatchOperation[]), resource),
  );
}

function byName(resources: readonly Manifest[]): Record<string, Manifest> {
  const named = Object.fromEntries(resources.map((resource) => [nameOf(resource), resource]));
  expect(Object.keys(named)).toHaveLength(resources.length);
  return named;
}

describe('kustomize build', () => {
  it('has overlays to look at, of the workspace and of the golden cases, patched ones among them', () => {
    expect(committedOverlays().length).toBeGreaterThan(0);
    expect(goldenOverlays().length).toBeGreaterThan(20);
    expect(allOverlays().filter(({ patches }) => patches !== undefined).length).toBeGreaterThan(0);
  });

  it.each(allOverlays())('makes what was rendered and patched of $title', (overlay) => {
    expect(byName(build(overlay))).toEqual(byName(expectedResources(overlay)));
  });

  it('changes something where people patched', () => {
    for (const overlay of allOverlays().filter(({ patches }) => patches !== undefined)) {
      expect(byName(build(overlay))).not.toEqual(byName(readResources(overlay)));
    }
  });
});
