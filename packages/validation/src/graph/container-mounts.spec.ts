import { readManifests } from '@fleetwright/manifests';
import { describe, expect, it } from 'vitest';
import { canWrite, mountAt } from './container-mounts.ts';
import { ResourceGraph } from './resource-graph.ts';

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: server }
spec:
  containers:
    - name: server
      securityContext: { readOnlyRootFilesystem: true }
      volumeMounts:
        - { name: all, mountPath: /data/ }
        - { name: deep, mountPath: /data/models, readOnly: true }
        - { name: config, mountPath: /config }
        - { name: claimed, mountPath: /claimed }
  volumes:
    - { name: all, emptyDir: {} }
    - { name: deep, emptyDir: {} }
    - { name: config, configMap: { name: config } }
`;
const [workload] = new ResourceGraph({ manifests: readManifests('pod.yaml', POD).manifests }).workloads;
const [container] = workload!.containers;

describe('a path of a container', () => {
  it.each([
    ['/data/models/a', 'deep', '/spec/volumes/1'],
    ['/data/models', 'deep', '/spec/volumes/1'],
    ['/data/modelss', 'all', '/spec/volumes/0'],
    ['/claimed', 'claimed', undefined],
  ])('%s lies in the volume %s', (path, name, volumePointer) => {
    const mounted = mountAt(workload!, container!, path);
    expect([mounted?.mount.name, mounted?.volumePointer]).toEqual([name, volumePointer]);
  });

  it('lies in the image where nothing is mounted', () => {
    expect(mountAt(workload!, container!, '/database')).toBeUndefined();
  });

  it.each([
    ['/data', true],
    ['/claimed/a', true],
    ['/data/models', false],
    ['/config/a', false],
    ['/tmp', false],
  ])('%s can be written to: %s', (path, expected) => {
    expect(canWrite(workload!, container!, path)).toBe(expected);
  });
});
