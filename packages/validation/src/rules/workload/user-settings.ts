import type { Node } from '../../graph/node.ts';
import type { Workload, WorkloadContainer } from '../../graph/workload.ts';

/** A setting of users that a pod and its containers share. */
export type UserField = 'runAsNonRoot' | 'runAsUser' | 'runAsGroup';

/** One value of a setting and whose it is. */
export interface UserSetting {
  /** The container that sets it itself; absent for those that inherit it from the pod. */
  owner: WorkloadContainer | undefined;
  /** For messages: `The container a`, or `The containers a, b`. */
  names: string;
  value: boolean | number | undefined;
}

/** The values of a setting that the containers of a workload run with. */
export function settingsOf({ containers, template }: Workload, field: UserField): UserSetting[] {
  const own = containers.filter(({ container }) => container.securityContext?.[field] !== undefined);
  const inheriting = containers.filter((owner) => !own.includes(owner));
  const pod = template.spec?.securityContext?.[field];
  return [
    ...(inheriting.length === 0 ? [] : [{ owner: undefined, names: showNames(inheriting), value: pod }]),
    ...own.map((owner) => ({
      owner,
      names: showNames([owner]),
      value: owner.container.securityContext?.[field],
    })),
  ];
}

/** The place of a setting, or of what should hold it. */
export function inSettings(
  { node, template, templatePointer }: Workload,
  owner: WorkloadContainer | undefined,
  field: UserField,
): { node: Node; pointer: string } {
  if (owner !== undefined) return { node, pointer: `${owner.pointer}/securityContext/${field}` };
  const context = template.spec?.securityContext;
  const at =
    context === undefined ? '' : `/securityContext${context[field] === undefined ? '' : `/${field}`}`;
  return { node, pointer: `${templatePointer}/spec${at}` };
}

function showNames(owners: readonly WorkloadContainer[]): string {
  const names = owners.map(({ container }) => container.name ?? 'without a name');
  return `The ${names.length === 1 ? 'container' : 'containers'} ${names.join(', ')}`;
}
