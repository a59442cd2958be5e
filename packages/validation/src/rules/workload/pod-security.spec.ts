import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';
import { deploymentWith, type Replacement } from '../../testing-deployment.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: readonly Replacement[]): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('workload/pod-security-admitted', () => {
  it('finds what a namespace that enforces restricted refuses', () => {
    expect(
      judge(
        [
          'metadata: { name: ml }',
          'metadata: { name: ml, labels: { pod-security.kubernetes.io/enforce: restricted } }',
        ],
        [
          `            allowPrivilegeEscalation: false
`,
          '',
        ],
        ['capabilities: { drop: [ALL] }', 'capabilities: { drop: [NET_RAW], add: [SYS_ADMIN, CHOWN] }'],
        [
          `        runAsNonRoot: true
`,
          `        runAsNonRoot: false
`,
        ],
        [
          `        seccompProfile: { type: RuntimeDefault }
`,
          '',
        ],
      ),
    ).toEqual([
      'workload/pod-security-admitted Deployment/vision /spec/template/spec/securityContext: The pods of Deployment/vision have no seccompProfile.',
      'workload/pod-security-admitted Deployment/vision /spec/template/spec/containers/0/securityContext/capabilities/add: The container server adds the capabilities SYS_ADMIN.',
      'workload/pod-security-admitted Deployment/vision /spec/template/spec/containers/0/securityContext: The container server does not set allowPrivilegeEscalation: false.',
      'workload/pod-security-admitted Deployment/vision /spec/template/spec/containers/0/securityContext/capabilities: The container server does not drop all capabilities.',
      'workload/pod-security-admitted Deployment/vision /spec/template/spec/containers/0/securityContext/capabilities/add: The container server adds the capabilities CHOWN.',
      'workload/pod-security-admitted Deployment/vision /spec/template/spec/securityContext/runAsNonRoot: The container server may run as root: runAsNonRoot is false.',
    ]);
  });

  it('finds what a namespace that enforces baseline refuses', () => {
    expect(
      judge(
        [
          'metadata: { name: ml }',
          'metadata: { name: ml, labels: { pod-security.kubernetes.io/enforce: baseline } }',
        ],
        [
          `      enableServiceLinks: false
`,
          `      enableServiceLinks: false
      hostIPC: true
`,
        ],
        ['          emptyDir: { sizeLimit: 1Gi }', '          hostPath: { path: /scratch }'],
      ),
    ).toEqual([
      'workload/pod-security-admitted Deployment/vision /spec/template/spec/hostIPC: The pods of Deployment/vision have hostIPC: true.',
      'workload/pod-security-admitted Deployment/vision /spec/template/spec/volumes/2/hostPath: The volume scratch is of the kind hostPath.',
    ]);
  });

  it('finds a container that may gain privileges in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/securityContext/allowPrivilegeEscalation`)])).toEqual([
      'workload/pod-security-admitted Rollout/image-classification /spec/template/spec/containers/0/securityContext: The container triton does not set allowPrivilegeEscalation: false.',
    ]);
  });

  it('finds a user that is root in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${POD}/securityContext/runAsUser`, 0)])).toEqual([
      'workload/pod-security-admitted Rollout/image-classification /spec/template/spec/securityContext/runAsUser: The containers fetch-models, model-config, triton may run as user 0, which is root.',
      'workload/user-and-group Rollout/image-classification /spec/template/spec/securityContext/runAsUser: The containers fetch-models, model-config, triton may run as user 0; expected 10000 or above.',
      'triton/user-set Rollout/image-classification /spec/template/spec/containers/0/securityContext: The container triton of Rollout/image-classification has runAsNonRoot, and runs as user 0.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a sound pod in a namespace that enforces restricted',
      [
        [
          'metadata: { name: ml }',
          'metadata: { name: ml, labels: { pod-security.kubernetes.io/enforce: restricted } }',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/pod-security-restricted', () => {
  it('finds privileges of the host', () => {
    expect(
      judge(
        [
          `      enableServiceLinks: false
`,
          `      enableServiceLinks: false
      hostNetwork: true
      hostPID: true
`,
        ],
        [
          `            readOnlyRootFilesystem: true
`,
          `            readOnlyRootFilesystem: true
            privileged: true
            procMount: Unmasked
            seccompProfile: { type: Unconfined }
`,
        ],
        ['{ name: http, containerPort: 8000 }', '{ name: http, containerPort: 8000, hostPort: 8000 }'],
      ),
    ).toEqual([
      'workload/pod-security-restricted Deployment/vision /spec/template/spec/hostNetwork: The pods of Deployment/vision have hostNetwork: true.',
      'workload/pod-security-restricted Deployment/vision /spec/template/spec/hostPID: The pods of Deployment/vision have hostPID: true.',
      'workload/pod-security-restricted Deployment/vision /spec/template/spec/containers/0/securityContext/seccompProfile: The container server has seccompProfile Unconfined.',
      'workload/pod-security-restricted Deployment/vision /spec/template/spec/containers/0/securityContext/privileged: The container server is privileged.',
      'workload/pod-security-restricted Deployment/vision /spec/template/spec/containers/0/securityContext/procMount: The container server has procMount Unmasked.',
      'workload/pod-security-restricted Deployment/vision /spec/template/spec/containers/0/ports/0/hostPort: The container server takes port 8000 of its node.',
    ]);
  });

  it('finds a sysctl and a volume that are not safe', () => {
    expect(
      judge(
        [
          `        fsGroup: 10001
`,
          `        fsGroup: 10001
        sysctls: [{ name: kernel.msgmax, value: '1' }, { name: net.ipv4.tcp_syncookies, value: '1' }]
`,
        ],
        ['          emptyDir: { sizeLimit: 1Gi }', '          nfs: { server: store, path: /scratch }'],
      ),
    ).toEqual([
      'workload/pod-security-restricted Deployment/vision /spec/template/spec/volumes/2/nfs: The volume scratch is of the kind nfs.',
      'workload/pod-security-restricted Deployment/vision /spec/template/spec/securityContext/sysctls/0: The pods set the sysctl kernel.msgmax, which is not among the safe ones.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'seccomp at the container instead of the pod',
      [
        [
          `        seccompProfile: { type: RuntimeDefault }
`,
          '',
        ],
        [
          `            readOnlyRootFilesystem: true
`,
          `            readOnlyRootFilesystem: true
            seccompProfile: { type: RuntimeDefault }
`,
        ],
      ],
    ],
    [
      'the one capability that may be added',
      [['capabilities: { drop: [ALL] }', 'capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] }']],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('workload/security-context-level', () => {
  it('finds fields of a container at the pod', () => {
    expect(
      judge([
        `        fsGroup: 10001
`,
        `        fsGroup: 10001
        capabilities: { drop: [ALL] }
        readOnlyRootFilesystem: true
        allowPrivilegeEscalation: false
`,
      ]),
    ).toEqual([
      'workload/security-context-level Deployment/vision /spec/template/spec/securityContext/allowPrivilegeEscalation: The securityContext of the pod has allowPrivilegeEscalation, which only that of a container has.',
      'workload/security-context-level Deployment/vision /spec/template/spec/securityContext/capabilities: The securityContext of the pod has capabilities, which only that of a container has.',
      'workload/security-context-level Deployment/vision /spec/template/spec/securityContext/readOnlyRootFilesystem: The securityContext of the pod has readOnlyRootFilesystem, which only that of a container has.',
    ]);
  });

  it('finds fields of a pod at a container', () => {
    expect(
      judge([
        `            readOnlyRootFilesystem: true
`,
        `            readOnlyRootFilesystem: true
            fsGroup: 10001
            sysctls: []
`,
      ]),
    ).toEqual([
      'workload/security-context-level Deployment/vision /spec/template/spec/containers/0/securityContext/fsGroup: The securityContext of the container server has fsGroup, which only that of a pod has.',
      'workload/security-context-level Deployment/vision /spec/template/spec/containers/0/securityContext/sysctls: The securityContext of the container server has sysctls, which only that of a pod has.',
    ]);
  });

  it('finds a group of volumes at a container in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/securityContext/fsGroup`, 10001)])).toEqual([
      'workload/security-context-level Rollout/image-classification /spec/template/spec/containers/0/securityContext/fsGroup: The securityContext of the container triton has fsGroup, which only that of a pod has.',
    ]);
  });
});

describe('workload/root-read-only', () => {
  it('finds a root that can be written to', () => {
    expect(
      judge([
        `            readOnlyRootFilesystem: true
`,
        `            readOnlyRootFilesystem: false
`,
      ]),
    ).toEqual([
      'workload/root-read-only Deployment/vision /spec/template/spec/containers/0/securityContext: The container server can write to its root file system.',
    ]);
  });

  it('finds an init container whose root can be written to in a service of ours', () => {
    expect(
      judgeService([remove(ROLLOUT, `${POD}/initContainers/0/securityContext/readOnlyRootFilesystem`)]),
    ).toEqual([
      'workload/root-read-only Rollout/image-classification /spec/template/spec/initContainers/0/securityContext: The container fetch-models can write to its root file system.',
    ]);
  });
});

describe('workload/user-and-group', () => {
  it('finds a low user, no group and no group of volumes', () => {
    expect(
      judge(
        [
          `        runAsUser: 10001
`,
          `        runAsUser: 1000
`,
        ],
        [
          `        runAsGroup: 10001
`,
          '',
        ],
        [
          `        fsGroup: 10001
`,
          '',
        ],
        [
          `        fsGroupChangePolicy: OnRootMismatch
`,
          '',
        ],
      ),
    ).toEqual([
      'workload/user-and-group Deployment/vision /spec/template/spec/securityContext/runAsUser: The container server may run as user 1000; expected 10000 or above.',
      "workload/user-and-group Deployment/vision /spec/template/spec/securityContext: The container server may run with the group of the image, which is root's.",
      'workload/user-and-group Deployment/vision /spec/template/spec/securityContext: The pods run as user 1000, and the volume models belongs to root: fsGroup is not set.',
    ]);
  });

  it('finds the group root', () => {
    expect(
      judge([
        `        runAsGroup: 10001
`,
        `        runAsGroup: 0
`,
      ]),
    ).toEqual([
      "workload/user-and-group Deployment/vision /spec/template/spec/securityContext/runAsGroup: The container server may run with the group 0, which is root's.",
    ]);
  });

  it('finds a claim whose files change their owner at each start', () => {
    expect(
      judge([
        `        fsGroupChangePolicy: OnRootMismatch
`,
        '',
      ]),
    ).toEqual([
      'workload/user-and-group Deployment/vision /spec/template/spec/securityContext: At each start of a pod the owner of every file of the volume models is changed.',
    ]);
  });

  it('finds pods without a group in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/securityContext/runAsGroup`)])).toEqual([
      "workload/user-and-group Rollout/image-classification /spec/template/spec/securityContext: The containers fetch-models, model-config, triton may run with the group of the image, which is root's.",
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a low user in a namespace of users of its own',
      [
        [
          `        runAsUser: 10001
`,
          `        runAsUser: 1000
`,
        ],
        [
          `      enableServiceLinks: false
`,
          `      enableServiceLinks: false
      hostUsers: false
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});
