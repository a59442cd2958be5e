import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@fleetwright/manifests';
import { dropNulls } from './drop-nulls.ts';

function object(apiVersion: string, fields: object): KubeObject {
  return { apiVersion, kind: 'Any', metadata: { name: 'a' }, ...fields };
}

describe('dropNulls', () => {
  it('takes away fields without a value, however deep', () => {
    const ingress = [{ from: null, ports: [{ port: 80, name: null }] }];
    const policy = object('networking.k8s.io/v1', { spec: { ingress, egress: null }, status: null });
    expect(dropNulls(policy)).toEqual(
      object('networking.k8s.io/v1', { spec: { ingress: [{ ports: [{ port: 80 }] }] } }),
    );
    expect(policy.status).toBeNull();
  });

  it.each([
    ['/metadata/labels', 'v1', { metadata: { labels: { a: null } } }, { metadata: { labels: { a: '' } } }],
    ['/spec/selector', 'v1', { spec: { selector: { a: null } } }, { spec: { selector: { a: '' } } }],
    [
      'a selector of labels',
      'apps/v1',
      { spec: { selector: { matchLabels: null, matchExpressions: null } } },
      { spec: { selector: {} } },
    ],
    ['/spec/hard', 'v1', { spec: { hard: { pods: null } } }, { spec: { hard: { pods: '0' } } }],
    [
      'labels of a custom resource',
      'keda.sh/v1alpha1',
      { metadata: { labels: { a: null } } },
      { metadata: { labels: { a: '' } } },
    ],
    [
      'a selector of a custom resource',
      'security.istio.io/v1',
      { spec: { selector: { matchLabels: { a: null, b: 'c' } } } },
      { spec: { selector: { matchLabels: { b: 'c' } } } },
    ],
  ])('reads a key of a map as the API server does: %s', (_, apiVersion, given, read) => {
    expect(dropNulls(object(apiVersion, given))).toEqual(object(apiVersion, read));
  });

  it('keeps the items of lists in their places', () => {
    const args = ['a', null, 'b'];
    expect(dropNulls(object('v1', { args }))).toEqual(object('v1', { args }));
  });

  it('gives back the very object where nothing is null', () => {
    const given = object('v1', { a: [{ b: 0, c: '', d: false }] });
    expect(dropNulls(given)).toBe(given);
  });
});
