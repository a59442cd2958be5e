import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import type { ClusterFile } from '@fleetwright/model-service';
import { judgeForeign } from '../../testing-foreign.ts';
import { judgeService, remove, set } from '../../testing.ts';

const { cluster, environment } = planInputsFixture();

function judgeNamespace(labels: string, mesh: object): string[] {
  const content = structuredClone(cluster.content);
  content.spec.mesh = mesh as ClusterFile['spec']['mesh'];
  const name = environment.content.spec.namespace;
  return judgeForeign(
    `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: ${labels} } }`,
    ['network'],
    { cluster: content, environment: environment.content },
  );
}

describe('network/told-to-mesh', () => {
  it.each([
    ['sidecars', { mode: 'sidecar' }, '{ istio-injection: disabled }', 'istio-injection=enabled'],
    ['a revision', { mode: 'sidecar', revision: 'v1' }, '{ istio-injection: enabled }', 'istio.io/rev=v1'],
    ['ambient', { mode: 'ambient' }, '{}', 'istio.io/dataplane-mode=ambient'],
    [
      'a waypoint',
      { mode: 'ambient', waypoint: { name: 'wp' } },
      '{ istio.io/dataplane-mode: ambient }',
      'istio.io/use-waypoint=wp',
    ],
  ])('finds a namespace that is not told to a mesh of %s', (_, mesh, labels, missing) => {
    expect(judgeNamespace(labels, mesh)).toEqual([
      `network/told-to-mesh Namespace/ml-inference /metadata/labels: Namespace/ml-inference lacks ${missing}, by which the mesh of cluster prod-us-east takes pods in.`,
    ]);
    const [key, value] = missing.split('=');
    const mode = key === 'istio.io/dataplane-mode' ? '' : 'istio.io/dataplane-mode: ambient, ';
    expect(judgeNamespace(`{ ${mode}${key}: ${value} }`, mesh)).toEqual([]);
  });

  it('says nothing without a mesh', () => {
    expect(judgeNamespace('{}', { mode: 'none' })).toEqual([]);
  });

  it.each([
    remove('Rollout/image-classification', '/spec/template/metadata/labels/sidecar.istio.io~1inject'),
    set('Rollout/image-classification', '/spec/template/metadata/labels/sidecar.istio.io~1inject', 'false'),
  ])('finds pods of ours that it does not take in', (edit) => {
    expect(judgeService([edit]).filter((finding) => finding.startsWith('network/told-to-mesh'))).toEqual([
      'network/told-to-mesh Rollout/image-classification /spec/template/metadata/labels: The pods of Rollout/image-classification lack sidecar.istio.io/inject=true, by which the mesh of cluster prod-us-east takes them in.',
    ]);
  });
});
