import { describe, expect, it } from 'vitest';
import { judgeYaml } from '../../testing.ts';

const RULE = 'workload/paths-mounted';

function judge(
  init: string,
  server = 'args: [--model-repository=/models], volumeMounts: [{ name: m, mountPath: /models }]',
): string[] {
  return judgeYaml(
    `
apiVersion: v1
kind: Pod
metadata: { name: chat }
spec:
  volumes: [{ name: m, emptyDir: {} }]
  initContainers: [{ name: fetch, image: a, ${init} }]
  containers: [{ name: server, image: b, ${server} }]
`,
    { advice: true },
  ).filter((finding) => finding.startsWith(RULE));
}

describe(RULE, () => {
  it.each([
    'args: [copy, /models/resnet], volumeMounts: [{ name: m, mountPath: /model }]',
    "env: [{ name: TO, value: 'file:///models' }], volumeMounts: [{ name: m, mountPath: /data }]",
    "command: [sh, -c, 'cp x /models']",
  ])('finds files that are handed on beside the volume: %s', (init) => {
    expect(judge(init)).toEqual([
      `${RULE} Pod/chat /spec/initContainers/0/volumeMounts: The container fetch of Pod/chat uses /models, where another container has a volume, and mounts nothing there.`,
    ]);
  });

  it.each([
    'args: [copy, /models/resnet], volumeMounts: [{ name: m, mountPath: /models }]',
    'args: [copy, /models/resnet], volumeMounts: [{ name: m, mountPath: /models/resnet }]',
    'args: [/srv/models, /models-old, s3://x/models.tar]',
    'volumeMounts: [{ name: m, mountPath: /data }]',
  ])('says nothing of a volume that is there, and of other paths: %s', (init) => {
    expect(judge(init)).toEqual([]);
  });

  it('finds the server that looks elsewhere', () => {
    const init = 'volumeMounts: [{ name: m, mountPath: /models }]';
    expect(
      judge(init, 'args: [--model-repository=/models], volumeMounts: [{ name: m, mountPath: /srv }]'),
    ).toHaveLength(1);
  });
});
