import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';
import { deploymentWith } from '../../testing-deployment.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: Parameters<typeof deploymentWith>): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('workload/pod-security-admitted', () => {
  it('finds what a namespace that enforces restricted refuses', () => {
    expect(judge(['metadata: { name: ml }', 'metadata: { name: ml, labels: { pod-security.kubernetes.io/enforce: restricted } }'], [`            allowPrivilegeEscalation: false
`, ''], ['capabilities: { drop: [ALL] }', 'capabilities: { drop: [NET_RAW], add: [SYS_ADMIN, CHOWN] }'], [`        runAsNonRoot: true
`, `        runAsNonRoot: false
`], [`        seccompProfile: { type: RuntimeDefault }
`, ''])).toMatchInlineSnapshot();
  });

  it('finds what a namespace that enforces baseline refuses', () => {
    expect(judge(['metadata: { name: ml }', 'metadata: { name: ml, labels: { pod-security.kubernetes.io/enforce: baseline } }'], [`      enableServiceLinks: false
`, `      enableServiceLinks: false
      hostIPC: true
`], ['          emptyDir: { sizeLimit: 1Gi }', '          hostPath: { path: /scratch }'])).toMatchInlineSnapshot();
  });

  it('finds a container that may gain privileges', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/securityContext/allowPrivilegeEscalation`)])).toMatchInlineSnapshot();
  });

  it('finds a user that is root', () => {
    expect(judgeService([set(ROLLOUT, `${POD}/securityContext/runAsUser`, 0)])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['a sound pod in a namespace that enforces restricted', [['metadata: { name: ml }', 'metadata: { name: ml, labels: { pod-security.kubernetes.io/enforce: restricted } }']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});

describe('workload/pod-security-restricted', () => {
  it('finds privileges of the host', () => {
    expect(judge([`      enableServiceLinks: false
`, `      enableServiceLinks: false
      hostNetwork: true
      hostPID: true
`], [`            readOnlyRootFilesystem: true
`, `            readOnlyRootFilesystem: true
            privileged: true
            procMount: Unmasked
            seccompProfile: { type: Unconfined }
`], ['{ name: http, containerPort: 8000 }', '{ name: http, containerPort: 8000, hostPort: 8000 }'])).toMatchInlineSnapshot();
  });

  it('finds a sysctl and a volume that are not safe', () => {
    expect(judge([`        fsGroup: 10001
`, `        fsGroup: 10001
        sysctls: [{ name: kernel.msgmax, value: '1' }, { name: net.ipv4.tcp_syncookies, value: '1' }]
`], ['          emptyDir: { sizeLimit: 1Gi }', '          nfs: { server: store, path: /scratch }'])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['seccomp at the container instead of the pod', [[`        seccompProfile: { type: RuntimeDefault }
`, ''], [`            readOnlyRootFilesystem: true
`, `            readOnlyRootFilesystem: true
            seccompProfile: { type: RuntimeDefault }
`]]],
    ['the one capability that may be added', [['capabilities: { drop: [ALL] }', 'capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] }']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});

describe('workload/security-context-level', () => {
  it('finds fields of a container at the pod', () => {
    expect(judge([`        fsGroup: 10001
`, `        fsGroup: 10001
        capabilities: { drop: [ALL] }
        readOnlyRootFilesystem: true
        allowPrivilegeEscalation: false
`])).toMatchInlineSnapshot();
  });

  it('finds fields of a pod at a container', () => {
    expect(judge([`            readOnlyRootFilesystem: true
`, `            readOnlyRootFilesystem: true
            fsGroup: 10001
            sysctls: []
`])).toMatchInlineSnapshot();
  });

  it('finds a group of volumes at a container', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/securityContext/fsGroup`, 10001)])).toMatchInlineSnapshot();
  });

});

describe('workload/root-read-only', () => {
  it('finds a root that can be written to', () => {
    expect(judge([`            readOnlyRootFilesystem: true
`, `            readOnlyRootFilesystem: false
`])).toMatchInlineSnapshot();
  });

  it('finds an init container whose root can be written to', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/initContainers/0/securityContext/readOnlyRootFilesystem`)])).toMatchInlineSnapshot();
  });

});

describe('workload/user-and-group', () => {
  it('finds a low user, no group and no group of volumes', () => {
    expect(judge([`        runAsUser: 10001
`, `        runAsUser: 1000
`], [`        runAsGroup: 10001
`, ''], [`        fsGroup: 10001
`, ''], [`        fsGroupChangePolicy: OnRootMismatch
`, ''])).toMatchInlineSnapshot();
  });

  it('finds the group root', () => {
    expect(judge([`        runAsGroup: 10001
`, `        runAsGroup: 0
`])).toMatchInlineSnapshot();
  });

  it('finds a claim whose files change their owner at each start', () => {
    expect(judge([`        fsGroupChangePolicy: OnRootMismatch
`, ''])).toMatchInlineSnapshot();
  });

  it('finds pods without a group', () => {
    expect(judgeService([remove(ROLLOUT, `${POD}/securityContext/runAsGroup`)])).toMatchInlineSnapshot();
  });

  it.each<[string, Parameters<typeof deploymentWith>]>([
    ['a low user in a namespace of users of its own', [[`        runAsUser: 10001
`, `        runAsUser: 1000
`], [`      enableServiceLinks: false
`, `      enableServiceLinks: false
      hostUsers: false
`]]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });

});
