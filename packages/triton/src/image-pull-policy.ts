/** The images are pinned by digest, so a restart has no reason to depend on the registry. */
export const IMAGE_PULL_POLICY = 'IfNotPresent';
