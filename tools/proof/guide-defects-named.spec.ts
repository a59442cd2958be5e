import { join, resolve } from 'node:path';
import { readModelRepository } from '@fleetwright/triton-config';
import { describe, expect, it } from 'vitest';
import { NAMED_DEFECTS } from './guide-defects/named.ts';
import { judgeSets, readFolder, readJudgedSet, readKnown } from './judged-sets.ts';
import { committedOverlays } from './overlays.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(import.meta.dirname, 'guide-defects/manifests');
const CLUSTER = 'prod-us-east';
// What needs a command, not a manifest (D42), is done before any (D43), or is an intention (D45).
const ELSEWHERE = ['D42', 'D43', 'D45'];
const REPOSITORY = 'D25';

const DEFECTS = Object.entries(NAMED_DEFECTS).map(([id, defect]) => ({ id, ...defect }));

const known = readKnown(ROOT, CLUSTER);
const found = new Map(
  [...new Set(DEFECTS.map(({ set }) => set))].map((set) => {
    const findings = judgeSets([{ manifests: readFolder(join(FOLDER, set)), context: [], known }]);
    return [set, findings.map(({ rule, resource, pointer }) => `${rule} ${resource} ${pointer}`)];
  }),
);

describe('validate, on manifests as a first attempt writes them,', () => {
  it.each(DEFECTS)('names $id: $title', ({ set, findings }) => {
    expect(findings.filter((finding) => !found.get(set)?.includes(finding))).toEqual([]);
  });

  it('names D25: a layout of a model that no backend loads', () => {
    const files = [
      { path: 'chat/config.pbtxt', size: 60, text: 'name: "chat"\nmax_batch_size: 0\n' },
      { path: 'chat/1/model/weights.safetensors', size: 1 },
      { path: 'chat/1/tokenizer/tokenizer.json', size: 1 },
    ];
    const [model] = readModelRepository('models', files);
    expect(model?.findings.map(({ rule, severity, file }) => `${severity} ${rule} ${file}`)).toContain(
      'error triton/backend models/chat/config.pbtxt',
    );
  });

  it('knows all of them', () => {
    const all = Array.from({ length: 45 }, (_, index) => `D${String(index + 1).padStart(2, '0')}`);
    expect([...Object.keys(NAMED_DEFECTS), REPOSITORY, ...ELSEWHERE].sort()).toEqual(all);
  });
});

describe('the same services as they are rendered', () => {
  const rules = new Set(DEFECTS.flatMap(({ findings }) => findings.map((finding) => finding.split(' ')[0])));
  const overlays = committedOverlays();
  const clusters = [...new Set(overlays.map(({ cluster }) => cluster))];

  it.each(clusters)('have none of these defects on %s', (cluster) => {
    const sets = overlays.filter((overlay) => overlay.cluster === cluster).map(readJudgedSet);
    const named = judgeSets(sets).filter(({ rule }) => rules.has(rule));
    expect(named.map(({ rule, resource, message }) => `${rule} ${resource}: ${message}`)).toEqual([]);
  });
});
