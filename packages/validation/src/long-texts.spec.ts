import { describe, expect, it } from 'vitest';
import { readManifests } from '@fleetwright/manifests';
import { judgeService, set } from './testing.ts';

const LENGTH = 100_000;

/** Texts that make a pattern which can read them in several ways try all of them. */
const TEXTS: readonly string[] = [
  '/',
  ' ',
  '0',
  ':',
  'a,',
  '--a ',
  "'\\",
  '{{ ',
  '(sum(',
  'image[',
  '1h0',
  '\n---\n',
].map((part) => part.repeat(Math.ceil(LENGTH / part.length)));

const POD = '/spec/template/spec';
const SERVER = `${POD}/containers/0`;
const CONFIGURATION = '/spec/template/metadata/annotations/config.fleetwright.dev~1efficientnet-b0';

const PLACES: readonly (readonly [object: string, pointer: string])[] = [
  ['Rollout/image-classification', '/metadata/labels/fleetwright.dev~1service'],
  [
    'Rollout/image-classification',
    '/spec/template/metadata/annotations/traffic.sidecar.istio.io~1excludeOutboundPorts',
  ],
  ['Rollout/image-classification', CONFIGURATION],
  ['Rollout/image-classification', `${SERVER}/name`],
  ['Rollout/image-classification', `${SERVER}/image`],
  ['Rollout/image-classification', `${SERVER}/args/0`],
  ['Rollout/image-classification', `${POD}/initContainers/0/command`],
  ['Rollout/image-classification', `${POD}/initContainers/0/args/0`],
  ['Rollout/image-classification', `${SERVER}/resources/limits/memory`],
  ['Rollout/image-classification', `${SERVER}/readinessProbe/httpGet/path`],
  ['Rollout/image-classification', `${SERVER}/volumeMounts/0/mountPath`],
  ['Rollout/image-classification', `${POD}/serviceAccountName`],
  ['AnalysisTemplate/image-classification-latency', '/spec/metrics/0/successCondition'],
  ['AnalysisTemplate/image-classification-latency', '/spec/metrics/0/interval'],
  ['AnalysisTemplate/image-classification-latency', '/spec/metrics/0/provider/prometheus/query'],
  ['PrometheusRule/image-classification', '/spec/groups/0/rules/0/expr'],
  ['ScaledObject/image-classification', '/spec/triggers/0/metadata/serverAddress'],
  ['ScaledObject/image-classification', '/spec/triggers/0/metadata/query'],
  ['ScaledObject/image-classification', '/spec/triggers/0/metadata/start'],
  ['VirtualService/image-classification', '/spec/http/0/timeout'],
  ['VirtualService/image-classification', '/spec/hosts/0'],
  ['Service/image-classification', '/spec/ports/0/name'],
];

describe('a text of 100 kB, whatever it holds,', () => {
  it.each(PLACES)('is judged at %s %s', (object, pointer) => {
    for (const text of TEXTS) expect(judgeService([set(object, pointer, text)])).toBeInstanceOf(Array);
  });

  it.each(TEXTS.map((text) => [JSON.stringify(text.slice(0, 8)), text]))('is read: %s …', (_, text) => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { text } };
    expect(readManifests('a.json', JSON.stringify(object)).manifests).toHaveLength(1);
    expect(readManifests('a.yaml', text).manifests).toEqual([]);
  });
});
