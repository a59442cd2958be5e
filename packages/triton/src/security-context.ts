import type { PodSecurityContext, SecurityContext } from '@fleetwright/kube-schemas';

// Above 10000, so that it meets no user of the image or the node.
const USER = 10001;

/** Settings of the pod that Pod Security "restricted" asks for; the volumes belong to the pod's group. */
export function podSecurityContext(): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: USER,
    runAsGroup: USER,
    fsGroup: USER,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Settings of each container that Pod Security "restricted" asks for, and a read-only image. */
export function containerSecurityContext(): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
}
