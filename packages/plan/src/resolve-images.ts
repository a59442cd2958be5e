import { imageTag, TRITON_REPOSITORY, type ImageVariant } from '@fleetwright/triton-config';
import { report, type Resolution } from './resolution.ts';

/** The image that fetches models; one release for the whole product, its digest from the environment's lock. */
export const FETCHER = { repository: 'docker.io/rclone/rclone', tag: '1.71.1' };

/** Reference of the server image for the spec's release and a variant. */
export function resolveServerImage(resolution: Resolution, variant: ImageVariant): string {
  const { release } = resolution.spec.triton;
  return lockedImage(
    resolution,
    { repository: TRITON_REPOSITORY, tag: imageTag(release, variant) },
    '/triton/release',
  );
}

/** Reference of the image that fetches models. */
export function resolveFetcherImage(resolution: Resolution): string {
  return lockedImage(resolution, FETCHER, '/models');
}

/** `repository:tag@digest` from the lock: the tag for people, the digest for the kubelet. */
function lockedImage(
  resolution: Resolution,
  wanted: { repository: string; tag: string },
  cause: string,
): string {
  const { content, source } = resolution.inputs.images;
  const name = `${wanted.repository}:${wanted.tag}`;
  const locked = content.spec.images.find(
    ({ repository, tag }) => repository === wanted.repository && tag === wanted.tag,
  );
  if (locked === undefined) {
    report(resolution, {
      rule: 'plan/image-not-locked',
      message: `The image ${name} is needed, but its digest is not locked.`,
      fix: `Add ${name} with its digest to ${source.path}.`,
      at: cause,
      related: [{ at: { source, pointer: '/spec/images' }, message: 'the locked images' }],
    });
    return name;
  }
  return `${locked.mirror ?? locked.repository}:${locked.tag}@${locked.digest}`;
}
