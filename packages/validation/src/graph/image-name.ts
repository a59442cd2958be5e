import type { WorkloadContainer } from './workload.ts';

/** The image of a container by its last name and its tag; a registry, folders and a digest are left out. */
export function imageName({ container }: WorkloadContainer): { name: string; tag: string } {
  const [image = ''] = String(container.image ?? '').split('@');
  const [name = '', tag = ''] = image.slice(image.lastIndexOf('/') + 1).split(':');
  return { name, tag };
}
