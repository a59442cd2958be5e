import type { Volume, VolumeMount } from '@fleetwright/kube-schemas';
import type { Loose } from './kinds.ts';
import type { Workload, WorkloadContainer } from './workload.ts';

/** What stands at a path of a container besides its image. */
export interface MountedPath {
  mount: Loose<VolumeMount>;
  /** JSON pointer of the mount in the object. */
  pointer: string;
  /** Absent where the pod has no such volume: a claim template of a StatefulSet gives it. */
  volume: Loose<Volume> | undefined;
  /** JSON pointer of the volume in the object. */
  volumePointer: string | undefined;
}

/** The mount of a container that a path lies in: the innermost one. */
export function mountAt(
  workload: Workload,
  { container, pointer }: WorkloadContainer,
  path: string,
): MountedPath | undefined {
  const mounts = (container.volumeMounts ?? []).map((mount, index) => ({ mount, index }));
  const covering = mounts
    .filter(({ mount }) => isWithin(path, String(mount.mountPath ?? '')))
    .sort((a, b) => String(b.mount.mountPath).length - String(a.mount.mountPath).length);
  const [innermost] = covering;
  if (innermost === undefined) return undefined;
  const volumes = workload.template.spec?.volumes ?? [];
  const at = volumes.findIndex(({ name }) => name === innermost.mount.name);
  return {
    mount: innermost.mount,
    pointer: `${pointer}/volumeMounts/${innermost.index}`,
    volume: volumes[at],
    volumePointer: at < 0 ? undefined : `${workload.templatePointer}/spec/volumes/${at}`,
  };
}

/** Whether a container can write at a path: its root can be written to, or a volume that can lies there. */
export function canWrite(workload: Workload, owner: WorkloadContainer, path: string): boolean {
  const mounted = mountAt(workload, owner, path);
  if (mounted === undefined) return owner.container.securityContext?.readOnlyRootFilesystem !== true;
  const { mount, volume } = mounted;
  return mount.readOnly !== true && !READ_ONLY_VOLUMES.some((kind) => volume?.[kind] !== undefined);
}

const READ_ONLY_VOLUMES = ['configMap', 'secret', 'downwardAPI', 'projected', 'image'] as const;

function isWithin(path: string, folder: string): boolean {
  const base = folder.replace(/(?<!\/)\/+$/, '');
  return path === base || path.startsWith(`${base}/`);
}
