import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { inSettings, settingsOf } from './user-settings.ts';

export const userAndGroup = defineRule({
  id: 'workload/user-and-group',
  severity: 'warning',
  needs: [],
  holds:
    'Pods run as a user above 10000 and a group other than root, and volumes that they write to belong to their group.',
  why: 'A low user id may be that of a user of the node; without a group the files of an image that root may write stay writable; without fsGroup volumes are closed to the user.',
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    'https://github.com/zegl/kube-score/blob/master/README_CHECKS.md',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      yield* checkUsers(workload);
      yield* checkVolumes(workload);
    }
  },
});

/** User ids that nodes give to their own users lie below. */
const LEAST_USER = 10_000;

function* checkUsers(workload: Workload): Iterable<Violation> {
  const hasOwnUsers = workload.template.spec?.hostUsers === false;
  for (const { owner, names, value } of settingsOf(workload, 'runAsUser'))
    if (!hasOwnUsers && !(Number(value) >= LEAST_USER))
      yield {
        ...inSettings(workload, owner, 'runAsUser'),
        message: `${names} may run as ${value === undefined ? 'the user of the image' : `user ${value}`}; expected ${LEAST_USER} or above.`,
        fix: 'Set runAsUser: 10001 in the securityContext of the pod.',
      };
  for (const { owner, names, value } of settingsOf(workload, 'runAsGroup'))
    if (value === undefined || value === 0)
      yield {
        ...inSettings(workload, owner, 'runAsGroup'),
        message: `${names} may run with ${value === 0 ? 'the group 0' : 'the group of the image'}, which is root's.`,
        fix: 'Set runAsGroup: 10001 in the securityContext of the pod.',
      };
}

const WRITABLE = ['emptyDir', 'persistentVolumeClaim', 'ephemeral'] as const;

function* checkVolumes({ node, template, templatePointer }: Workload): Iterable<Violation> {
  const { volumes = [], securityContext: { fsGroup, runAsUser, fsGroupChangePolicy } = {} } =
    template.spec ?? {};
  const pointer = `${templatePointer}/spec/securityContext`;
  const writable = volumes.find((volume) => WRITABLE.some((kind) => volume[kind] !== undefined));
  if (runAsUser !== undefined && writable !== undefined && fsGroup === undefined)
    yield {
      node,
      pointer,
      message: `The pods run as user ${runAsUser}, and the volume ${writable.name} belongs to root: fsGroup is not set.`,
      fix: 'Set fsGroup: 10001 in the securityContext of the pod.',
    };
  const claim = volumes.find((volume) => volume.persistentVolumeClaim !== undefined);
  if (fsGroup !== undefined && claim !== undefined && fsGroupChangePolicy !== 'OnRootMismatch')
    yield {
      node,
      pointer,
      message: `At each start of a pod the owner of every file of the volume ${claim.name} is changed.`,
      fix: 'Set fsGroupChangePolicy: OnRootMismatch.',
    };
}
