import { describe, expect, it } from 'vitest';
import { judgeForeign } from '../../testing-foreign.ts';
import { judgeService, remove, set } from '../../testing.ts';

function judge(rule: string, ...edits: Parameters<typeof judgeService>[0] & object): string[] {
  return judgeService(edits).filter((finding) => finding.startsWith(rule));
}

describe('identity/labels-agree', () => {
  it('names an object and pods that lack what all others have', () => {
    expect(
      judge(
        'identity/labels-agree',
        remove('VirtualService/image-classification', '/metadata/labels/fleetwright.dev~1service'),
        remove('VirtualService/image-classification', '/metadata/labels/app.kubernetes.io~1component'),
        set('Rollout/image-classification', '/spec/template/metadata/labels/app.kubernetes.io~1part-of', 'x'),
      ),
    ).toEqual([
      'identity/labels-agree VirtualService/image-classification /metadata/labels: The labels of VirtualService/image-classification lack app.kubernetes.io/component=inference-server, fleetwright.dev/service=image-classification, which all others here have.',
      'identity/labels-agree Rollout/image-classification /spec/template/metadata/labels: The labels of the pods of Rollout/image-classification lack app.kubernetes.io/part-of=image-classification, which all others here have.',
    ]);
  });

  it('says nothing where several differ, and of what others made', () => {
    const edits = ['VirtualService', 'Rollout'].map((kind) =>
      remove(`${kind}/image-classification`, '/metadata/labels/app.kubernetes.io~1part-of'),
    );
    expect(judge('identity/labels-agree', ...edits)).toEqual([]);
    const foreign = ['a', 'b', 'c', 'd'].map(
      (name) =>
        `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}, labels: { app.kubernetes.io/part-of: ${name === 'd' ? 'x' : 'y'} } } }`,
    );
    expect(judgeForeign(foreign.join('\n---\n'), ['identity'])).toEqual([]);
  });
});

describe('identity/named', () => {
  it('refuses an object without a name that nobody is to name', () => {
    const object = (metadata: string) =>
      `{ apiVersion: v1, kind: LimitRange, metadata: ${metadata}, spec: { limits: [] } }`;
    const judgeNamed = (metadata: string) =>
      judgeForeign(object(metadata), ['identity']).filter((finding) => finding.startsWith('identity/named'));
    expect(judgeNamed('{ namespace: shop }')).toEqual([
      'identity/named LimitRange/ /metadata: The LimitRange has no name.',
    ]);
    expect(judgeNamed('{ name: a }')).toEqual([]);
    expect(judgeNamed('{ generateName: a- }')).toEqual([]);
    const install =
      '{ apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, metadata: { namespace: a } }';
    expect(judgeForeign(install, ['identity'])).toEqual([]);
  });
});

describe('identity/namespace-of-environment', () => {
  it('refuses what is of the environment and in another namespace', () => {
    expect(
      judge(
        'identity/namespace-of-environment',
        set(
          'VirtualService/image-classification',
          '/metadata/labels/fleetwright.dev~1environment',
          'production',
        ),
        set('VirtualService/image-classification', '/metadata/namespace', 'shop'),
      ),
    ).toEqual([
      'identity/namespace-of-environment VirtualService/image-classification /metadata/namespace: VirtualService/image-classification is of the environment production, for which it belongs into the namespace ml-inference; found shop.',
    ]);
  });

  it('says nothing of objects of no environment', () => {
    expect(judge('identity/namespace-of-environment')).toEqual([]);
  });
});
