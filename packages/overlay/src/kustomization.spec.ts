import { describe, expect, it } from 'vitest';
import { emitKustomization, listedFiles } from './kustomization.ts';

describe('emitKustomization', () => {
  it('lists the area files in their order', () => {
    expect(emitKustomization(['triton.yaml', 'istio.yaml'], [])).toBe(`\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- triton.yaml
- istio.yaml
`);
  });

  it('applies each patch to the resource that its name says', () => {
    expect(emitKustomization(['triton.yaml'], ['Rollout.chat.memory.yaml', 'Service.chat.yaml'])).toBe(`\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- triton.yaml
patches:
- path: patches/Rollout.chat.memory.yaml
  target:
    kind: Rollout
    name: chat
- path: patches/Service.chat.yaml
  target:
    kind: Service
    name: chat
`);
  });
});

describe('listedFiles', () => {
  it('gives back what a kustomization was made from', () => {
    const files = ['triton.yaml', 'network-policy.yaml'];
    expect(listedFiles(emitKustomization(files, ['Rollout.chat.yaml']))).toEqual(files);
  });

  it.each([
    ['no kustomization', 'kind: Deployment\n'],
    ['an empty text', ''],
    ['an empty list', 'resources: []\n'],
    ['paths out of the folder', 'resources:\n- ../other/triton.yaml\n- /etc/x.yaml\n- ../base\n'],
  ])('finds nothing in %s', (_, text) => {
    expect(listedFiles(text)).toEqual([]);
  });
});
