import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const INIT = '/spec/template/spec/initContainers';

function judge(rule: string, container: string): string[] {
  return judgeYaml(
    `
apiVersion: v1
kind: Pod
metadata: { name: chat }
spec:
  volumes: [{ name: m, emptyDir: {} }]
  initContainers: [{ name: fetch, ${container} }]
  containers: [{ name: server, image: b, volumeMounts: [{ name: m, mountPath: /models }] }]
`,
    { advice: true },
  ).filter((finding) => finding.startsWith(`${rule} `));
}

describe('workload/script-has-arguments', () => {
  const RULE = 'workload/script-has-arguments';

  it('finds a script that gets nothing', () => {
    expect(judge(RULE, `image: a, command: [sh, -c, 'cp -r "$1" /models']`)).toEqual([
      `${RULE} Pod/chat /spec/initContainers/0/command/2: The script of the container fetch reads $1 and gets no arguments.`,
    ]);
  });

  it('finds one that gets too little', () => {
    expect(judge(RULE, `image: a, command: [sh, -c], args: ['cp "$1" "$2"', fetch, x]`)).toEqual([
      `${RULE} Pod/chat /spec/initContainers/0/args/0: The script of the container fetch reads $2 and gets $1 as the last.`,
    ]);
  });

  it.each([0, 1])('finds it in the init container %i of ours', (index) => {
    expect(judgeService([remove(ROLLOUT, `${INIT}/${index}/args`)])).toEqual([
      `${RULE} ${ROLLOUT} ${INIT}/${index}/command/2: The script of the container ${['fetch-models', 'model-config'][index]} reads $1 and gets no arguments.`,
    ]);
  });

  it.each([
    `image: a, command: [sh, -c, 'cp "$1" "$2"', fetch], args: [a, b]`,
    `image: a, command: [sh, -c, 'exec fetch "$@"']`,
    'image: a, args: [x]',
  ])('accepts %s', (container) => {
    expect(judge(RULE, container)).toEqual([]);
  });
});

describe('workload/program-named', () => {
  const RULE = 'workload/program-named';
  const MOUNT = 'volumeMounts: [{ name: m, mountPath: /models }]';

  it.each([
    [
      `image: 'nvcr.io/nvidia/tritonserver:26.07-py3', args: [/models, x], ${MOUNT}`,
      'tritonserver would run the directory /models',
    ],
    [
      `image: 'nvcr.io/nvidia/tritonserver:26.07-py3', args: [/models/chat/3], ${MOUNT}`,
      'tritonserver would run the directory /models/chat/3',
    ],
    [`image: busybox, args: [/models/], ${MOUNT}`, 'busybox would run the directory /models/'],
    ["image: 'rclone/rclone:1.71', args: ['store:models', /models]", 'rclone has no command store:models'],
  ])('finds no program in %s', (container, problem) => {
    expect(judge(RULE, container)).toEqual([
      `${RULE} Pod/chat /spec/initContainers/0/args/0: The container fetch has no command, and its image ${problem}.`,
    ]);
  });

  it.each([
    [0, 'rclone has no command /models'],
    [1, 'tritonserver would run the directory /configuration'],
  ])('finds that the init container %i of ours lost its command', (index, problem) => {
    expect(judgeService([remove(ROLLOUT, `${INIT}/${index}/command`)])).toEqual([
      `${RULE} ${ROLLOUT} ${INIT}/${index}/args/0: The container ${['fetch-models', 'model-config'][index]} has no command, and its image ${problem}.`,
    ]);
  });

  it.each([
    `image: example.com/fetch, args: [/models], ${MOUNT}`,
    `image: busybox, command: [ls], args: [/models], ${MOUNT}`,
    `image: busybox, args: [/models/run.sh], ${MOUNT}`,
    `image: busybox, args: [/models], volumeMounts: [{ name: m, mountPath: /models, subPath: run.sh }]`,
    "image: 'rclone/rclone:1.71', args: ['--config=/x', sync, 'store:models', /models]",
    "image: 'rclone/rclone:1.71'",
  ])('accepts %s', (container) => {
    expect(judge(RULE, container)).toEqual([]);
  });
});

describe('workload/remote-configured', () => {
  const RULE = 'workload/remote-configured';
  const IMAGE = "image: 'rclone/rclone:1.71'";

  it('finds a remote of which nothing is known', () => {
    expect(judge(RULE, `${IMAGE}, args: [sync, 'store:models', /models]`)).toEqual([
      `${RULE} Pod/chat /spec/initContainers/0/args/1: The container fetch reads store:models, and nothing says what store is.`,
    ]);
  });

  it('finds that the variables of ours are gone', () => {
    expect(judgeService([remove(ROLLOUT, `${INIT}/0/env`)])).toEqual([
      `${RULE} ${ROLLOUT} ${INIT}/0/args/1: The container fetch-models reads store:ml-models-us-east-1/image_classification/1.4.0, and nothing says what store is.`,
    ]);
  });

  it.each([
    `${IMAGE}, args: [sync, 'store:models', /models], env: [{ name: RCLONE_CONFIG_STORE_TYPE, value: s3 }]`,
    `${IMAGE}, args: [sync, 'store:models', /models], env: [{ name: RCLONE_CONFIG, value: /etc/r }]`,
    `${IMAGE}, args: [sync, 'store:models', /models], envFrom: [{ secretRef: { name: store } }]`,
    `${IMAGE}, args: [--config, /x, sync, 'store:models', /models]`,
    `${IMAGE}, args: [sync, 'store:models', /models], volumeMounts: [{ name: m, mountPath: /config/rclone }]`,
    `${IMAGE}, args: [copyurl, 'https://example.com/x', /models, '--bwlimit', '08:00,512k']`,
    "image: example.com/fetch, args: ['store:models']",
  ])('accepts %s', (container) => {
    expect(judge(RULE, container)).toEqual([]);
  });
});

describe('workload/links-lead-to-files', () => {
  const RULE = 'workload/links-lead-to-files';

  function judgeLinks(script: string, server: string): string[] {
    return judgeYaml(
      `
apiVersion: v1
kind: Pod
metadata: { name: chat }
spec:
  volumes: [{ name: m, emptyDir: {} }, { name: store, persistentVolumeClaim: { claimName: store } }]
  initContainers:
    - name: link
      image: a
      command: [sh, -c, '${script}', link]
      args: [/store/chat, /models/chat]
      volumeMounts: [{ name: m, mountPath: /models }, { name: store, mountPath: /store/, readOnly: true }]
  containers: [{ name: server, image: b, volumeMounts: [${server}] }]
`,
      { advice: true },
    ).filter((finding) => finding.startsWith(`${RULE} `));
  }

  it.each(['ln -s "$1" "$2"', 'ln -f --symbolic "$1" "$2"', 'ln -sfn "$1" "$2"'])(
    'finds links of %s that lead nowhere',
    (script) => {
      expect(
        judgeLinks(script, '{ name: m, mountPath: /models }, { name: store, mountPath: /data }'),
      ).toEqual([
        `${RULE} Pod/chat /spec/containers/0/volumeMounts/1/mountPath: The container link of Pod/chat makes links to /store; server has the volume store at /data.`,
      ]);
    },
  );

  it.each([
    ['ln -s "$1" "$2"', '{ name: m, mountPath: /models }, { name: store, mountPath: /store }'],
    ['ln -s "$1" "$2"', '{ name: store, mountPath: /data }'],
    ['ln -s "$1" "$2"', '{ name: m, mountPath: /models }'],
    ['cp "$1" "$2"', '{ name: m, mountPath: /models }, { name: store, mountPath: /data }'],
    ['ln "$1" "$2"', '{ name: m, mountPath: /models }, { name: store, mountPath: /data }'],
  ])('accepts %s with the mounts %s', (script, server) => {
    expect(judgeLinks(script, server)).toEqual([]);
  });
});

describe('workload/paths-mounted in an image whose folders are known', () => {
  const RULE = 'workload/paths-mounted';

  it('finds what a container of ours reads mounted elsewhere', () => {
    expect(judgeService([set(ROLLOUT, `${INIT}/1/volumeMounts/1/mountPath`, '/settings')])).toEqual([
      `${RULE} ${ROLLOUT} ${INIT}/1/volumeMounts/1/mountPath: The container model-config uses /configuration, where its image has nothing and no volume is mounted; nothing uses what is mounted at /settings.`,
    ]);
  });

  const LOCKED = 'securityContext: { readOnlyRootFilesystem: true }';
  const MOUNT = 'volumeMounts: [{ name: m, mountPath: /settings }]';

  it('finds it in a pod of anybody', () => {
    expect(judge(RULE, `image: busybox, ${LOCKED}, args: [cp, /conf, /tmp], ${MOUNT}`)).toEqual([
      `${RULE} Pod/chat /spec/initContainers/0/volumeMounts/0/mountPath: The container fetch uses /conf, where its image has nothing and no volume is mounted; nothing uses what is mounted at /settings.`,
    ]);
  });

  it.each([
    `image: example.com/fetch, ${LOCKED}, args: [cp, /conf, /tmp], ${MOUNT}`,
    `image: busybox, args: [mkdir, /conf], ${MOUNT}`,
    `image: busybox, ${LOCKED}, args: [cp, /etc/passwd, /settings], ${MOUNT}`,
    `image: busybox, ${LOCKED}, args: [sh, /settings/x, /v2/health/ready], ${MOUNT}`,
    `image: busybox, ${LOCKED}, args: [sed, s/a/b/, '/v2/*'], ${MOUNT}`,
  ])('accepts %s', (container) => {
    expect(judge(RULE, container)).toEqual([]);
  });
});
