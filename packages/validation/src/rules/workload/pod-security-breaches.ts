import type { Capabilities, PodSecurityContext } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { nameOf } from '../../graph/node.ts';
import type { Workload, WorkloadContainer } from '../../graph/workload.ts';
import type { Violation } from '../../rule.ts';
import { inSettings, settingsOf } from './user-settings.ts';

/** The levels of the Pod Security Standards that ask for something. */
export type PodSecurityLevel = 'baseline' | 'restricted';

/**
 * What a pod has that a level does not admit, or lacks that it asks for.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function* podSecurityBreaches(workload: Workload, level: PodSecurityLevel): Iterable<Violation> {
  yield* checkHost(workload);
  yield* checkVolumes(workload, level);
  yield* checkSysctls(workload);
  yield* checkSeccomp(workload, level);
  for (const container of workload.containers) {
    yield* checkContainer(workload, container);
    if (level === 'restricted') yield* checkRestricted(workload, container);
  }
  if (level === 'restricted') yield* checkUsers(workload);
}

type PodContext = Loose<PodSecurityContext>;

function podContext({ template }: Workload): PodContext {
  return template.spec?.securityContext ?? {};
}

function* checkHost({ node, template, templatePointer }: Workload): Iterable<Violation> {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const)
    if (template.spec?.[field] === true)
      yield {
        node,
        pointer: `${templatePointer}/spec/${field}`,
        message: `The pods of ${nameOf(node)} have ${field}: true.`,
        fix: `Remove ${field}.`,
      };
}

const RESTRICTED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

function* checkVolumes(
  { node, template, templatePointer }: Workload,
  level: PodSecurityLevel,
): Iterable<Violation> {
  for (const [index, volume] of (template.spec?.volumes ?? []).entries()) {
    const kinds = Object.keys(volume).filter((key) => key !== 'name');
    const refused = kinds.find((kind) =>
      level === 'baseline' ? kind === 'hostPath' : !RESTRICTED_VOLUMES.includes(kind),
    );
    if (refused !== undefined)
      yield {
        node,
        pointer: `${templatePointer}/spec/volumes/${index}/${refused}`,
        message: `The volume ${volume.name} is of the kind ${refused}.`,
        fix: 'Use emptyDir, persistentVolumeClaim, configMap, secret, projected, csi, image or downwardAPI.',
      };
  }
}

const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];

function* checkSysctls(workload: Workload): Iterable<Violation> {
  const { sysctls = [] } = podContext(workload);
  for (const [index, { name = '' }] of sysctls.entries())
    if (!SAFE_SYSCTLS.includes(name))
      yield {
        node: workload.node,
        pointer: `${workload.templatePointer}/spec/securityContext/sysctls/${index}`,
        message: `The pods set the sysctl ${name}, which is not among the safe ones.`,
        fix: 'Remove it.',
      };
}

function* checkSeccomp(workload: Workload, level: PodSecurityLevel): Iterable<Violation> {
  const pod = podContext(workload).seccompProfile?.type;
  const owners = workload.containers.map((owner) => ({
    owner,
    own: owner.container.securityContext?.seccompProfile?.type,
  }));
  for (const { owner, own } of owners)
    if (own === 'Unconfined')
      yield inContainer(workload, owner, 'seccompProfile', {
        message: `The container ${owner.container.name} has seccompProfile Unconfined.`,
        fix: 'Set seccompProfile.type: RuntimeDefault.',
      });
  const isOpen = level === 'restricted' && pod === undefined && owners.some(({ own }) => own === undefined);
  if (pod === 'Unconfined' || isOpen)
    yield {
      node: workload.node,
      pointer: `${workload.templatePointer}/spec/securityContext`,
      message: `The pods of ${nameOf(workload.node)} have ${pod === undefined ? 'no seccompProfile' : 'seccompProfile Unconfined'}.`,
      fix: 'Set spec.securityContext.seccompProfile.type: RuntimeDefault.',
    };
}

const BASELINE_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

function* checkContainer(workload: Workload, owner: WorkloadContainer): Iterable<Violation> {
  const { name, securityContext = {}, ports = [] } = owner.container;
  const { privileged, procMount } = securityContext;
  if (privileged === true)
    yield inContainer(workload, owner, 'privileged', {
      message: `The container ${name} is privileged.`,
      fix: 'Remove privileged: devices of a device plugin need no privileges.',
    });
  if (procMount !== undefined && procMount !== 'Default')
    yield inContainer(workload, owner, 'procMount', {
      message: `The container ${name} has procMount ${procMount}.`,
      fix: 'Remove procMount.',
    });
  const added = addedBeyond(securityContext.capabilities, BASELINE_CAPABILITIES);
  if (added.length > 0)
    yield inContainer(workload, owner, 'capabilities/add', {
      message: `The container ${name} adds the capabilities ${added.join(', ')}.`,
      fix: 'Remove them.',
    });
  for (const [index, { hostPort }] of ports.entries())
    if (hostPort !== undefined && hostPort !== 0)
      yield {
        node: workload.node,
        pointer: `${owner.pointer}/ports/${index}/hostPort`,
        message: `The container ${name} takes port ${hostPort} of its node.`,
        fix: 'Remove hostPort, and use a Service.',
      };
}

function* checkRestricted(workload: Workload, owner: WorkloadContainer): Iterable<Violation> {
  const { name, securityContext: context = {} } = owner.container;
  if (context.allowPrivilegeEscalation !== false)
    yield inContainer(workload, owner, 'allowPrivilegeEscalation', {
      message: `The container ${name} does not set allowPrivilegeEscalation: false.`,
      fix: 'Set it in the securityContext of the container.',
    });
  if (!(context.capabilities?.drop ?? []).includes('ALL'))
    yield inContainer(workload, owner, 'capabilities', {
      message: `The container ${name} does not drop all capabilities.`,
      fix: 'Set capabilities: {drop: [ALL]} in the securityContext of the container.',
    });
  const added = addedBeyond(context.capabilities, ['NET_BIND_SERVICE']).filter((capability) =>
    BASELINE_CAPABILITIES.includes(capability),
  );
  if (added.length > 0)
    yield inContainer(workload, owner, 'capabilities/add', {
      message: `The container ${name} adds the capabilities ${added.join(', ')}.`,
      fix: 'Remove them; only NET_BIND_SERVICE may be added.',
    });
}

// What containers inherit is said once, at the pod.
function* checkUsers(workload: Workload): Iterable<Violation> {
  for (const { owner, names, value } of settingsOf(workload, 'runAsNonRoot'))
    if (value !== true)
      yield {
        ...inSettings(workload, owner, 'runAsNonRoot'),
        message: `${names} may run as root: runAsNonRoot is ${String(value ?? 'not set')}.`,
        fix: 'Set runAsNonRoot: true in the securityContext of the pod.',
      };
  for (const { owner, names, value } of settingsOf(workload, 'runAsUser'))
    if (value === 0)
      yield {
        ...inSettings(workload, owner, 'runAsUser'),
        message: `${names} may run as user 0, which is root.`,
        fix: 'Set runAsUser: 10001 in the securityContext of the pod.',
      };
}

function addedBeyond(capabilities: Loose<Capabilities> | undefined, allowed: readonly string[]): string[] {
  return (capabilities?.add ?? []).filter((capability) => !allowed.includes(capability));
}

// The place of the field, or of what should hold it.
function inContainer(
  { node }: Workload,
  { container, pointer }: WorkloadContainer,
  field: string,
  text: { message: string; fix: string },
): Violation {
  const { securityContext } = container;
  const [first = ''] = field.split('/');
  const has = securityContext !== undefined && Object.hasOwn(securityContext, first);
  const at = securityContext === undefined ? '' : `/securityContext${has ? `/${field}` : ''}`;
  return { node, pointer: pointer + at, ...text };
}
