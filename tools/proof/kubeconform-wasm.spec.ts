import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emitYaml } from '@fleetwright/kube';
import fc from 'fast-check';
import { loadKubeconform, type Kubeconform, type Verdict } from 'kubeconform-wasm';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildKubeconformWasm } from '../go/build-kubeconform-wasm.ts';
import { buildTool } from '../go/build.ts';
import { allSchemaLocations, kubeconformFlags, SCHEMAS } from './kubeconform.ts';
import { CHANGES } from './mutate-text.ts';
import { allOverlays, readResources, resourceFiles } from './overlays.ts';

/** A YAML stream and the Kubernetes minor version by which it is judged. */
interface Judged {
  text: string;
  kubernetes: string;
}

interface NativeResource {
  filename: string;
  status: string;
  msg: string;
}

let kubeconform: Kubeconform;
beforeAll(async () => {
  buildTool('kubeconform');
  buildKubeconformWasm();
  kubeconform = await loadKubeconform({ schemas: readSchema });
}, 600_000);

function readSchema(path: string): string | undefined {
  const file = join(SCHEMAS, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function judgeInMemory({ text, kubernetes }: Judged): string[] {
  const schemaLocations = allSchemaLocations(kubernetes);
  const verdicts = kubeconform.validate(text, { kubernetesVersion: `${kubernetes}.0`, schemaLocations });
  return verdicts.map(outlineVerdict).sort();
}

function outlineVerdict({ status, errors }: Verdict): string {
  const entries = errors.map(({ path, message }) => (status === 'error' ? message : `'${path}': ${message}`));
  return outline(status, entries);
}

/** Judges each stream as a file of its own, all of a version in one process. */
function judgeNatively(judged: readonly Judged[]): NativeResource[][] {
  const folder = mkdtempSync(join(tmpdir(), 'kubeconform-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = judged.map(({ text }, index) => {
    const file = join(folder, `${index}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const versions = new Set(judged.map(({ kubernetes }) => kubernetes));
  const resources = [...versions].flatMap((version) =>
    runNative(
      version,
      files.filter((_, index) => judged[index]!.kubernetes === version),
    ),
  );
  const byFile = new Map<string, NativeResource[]>(files.map((file) => [file, []]));
  for (const resource of resources) byFile.get(resource.filename)!.push(resource);
  return [...byFile.values()];
}

function runNative(version: string, files: readonly string[]): NativeResource[] {
  const { stdout } = spawnSync(
    buildTool('kubeconform'),
    [...kubeconformFlags(version), '-verbose', ...files],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  return (JSON.parse(stdout) as { resources: NativeResource[] }).resources;
}

function outlineNative({ status, msg }: NativeResource): string {
  // The command prints no status for an empty document.
  const short = status === '' ? 'empty' : status.replace('status', '').toLowerCase();
  // In memory there is no folder above the schemas.
  if (short !== 'invalid') return outline(short, msg === '' ? [] : [msg.replaceAll(`${SCHEMAS}/`, '')]);
  const [, ...entries] = msg.split(/ +- at (?=')/);
  return outline(
    short,
    entries.filter((entry) => !entry.endsWith(': validation failed')),
  );
}

/** Neither the order of errors nor that of the names in one is the same in two runs of kubeconform. */
function outline(status: string, entries: readonly string[]): string {
  const sorted = entries.map((entry) => entry.replaceAll(',', '').split(' ').sort().join(' '));
  return JSON.stringify([status, ...sorted.sort()]);
}

describe('kubeconform in memory', () => {
  it('says of every overlay what the native command says', () => {
    const judged = allOverlays().flatMap((overlay) =>
      resourceFiles(overlay).map((file) => ({
        text: readFileSync(file, 'utf8'),
        kubernetes: overlay.shape.kubernetes,
      })),
    );
    const native = judgeNatively(judged).map((resources) => resources.map(outlineNative).sort());
    expect(judged.map(judgeInMemory)).toEqual(native);
    expect(new Set(native.flat())).toEqual(new Set(['["valid"]']));
  }, 600_000);

  it('says of 1,500 changed documents what the native command says', () => {
    const documents = [
      ...new Map(
        allOverlays().flatMap((overlay) =>
          readResources(overlay).map((resource): [string, Judged] => {
            const text = emitYaml(resource);
            return [text, { text, kubernetes: overlay.shape.kubernetes }];
          }),
        ),
      ).values(),
    ];
    const judged = fc.sample(
      fc
        .tuple(fc.constantFrom(...documents), CHANGES)
        .map(([document, change]) => ({ ...document, text: change(document.text) })),
      { numRuns: 1500, seed: 20_261_125 },
    );
    const native = judgeNatively(judged);
    expect(judged.map(judgeInMemory)).toEqual(native.map((resources) => resources.map(outlineNative).sort()));
    // Enough of each, so that agreement means something.
    const count = (wanted: string) => native.flat().filter(({ status }) => status === wanted).length;
    expect(count('statusInvalid')).toBeGreaterThan(300);
    expect(count('statusError')).toBeGreaterThan(100);
    expect(count('statusValid')).toBeGreaterThan(100);
  }, 600_000);
});
