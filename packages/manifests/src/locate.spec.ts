import { describe, expect, it } from 'vitest';
import { locateInManifest } from './locate.ts';
import { readManifests } from './read-manifests.ts';

const TEXT = `# a comment
apiVersion: v1
kind: ConfigMap
metadata: { name: first }
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata:
    name: second
    labels:
      a/b: x
  spec:
    ports:
    - port: 80
    - name: https
      port: 443
`;

const [first, second] = readManifests('a.yaml', TEXT).manifests;

describe('locateInManifest', () => {
  it.each([
    ['', 9, 3],
    ['/metadata/name', 12, 5],
    ['/metadata/labels/a~1b', 14, 7],
    ['/spec/ports/1', 18, 7],
    ['/spec/ports/1/port', 19, 7],
  ])('finds %j of an item of a List in the file', (pointer, line, column) => {
    expect(locateInManifest(second!, pointer)).toEqual({ line, column });
  });

  it('finds the nearest ancestor of what is not there', () => {
    expect(locateInManifest(second!, '/spec/ports/7/port')).toEqual({ line: 16, column: 5 });
    expect(locateInManifest(first!, '/data/key')).toEqual({ line: 2, column: 1 });
  });

  it('finds a place in a flow map', () => {
    expect(locateInManifest(first!, '/metadata/name')).toEqual({ line: 4, column: 13 });
  });
});
