/** Where NVIDIA publishes Triton's images. */
export const TRITON_REPOSITORY = 'nvcr.io/nvidia/tritonserver';

/** The newest release that the catalogues of this package describe. */
export const LATEST_RELEASE = '26.07';

/** Image variants that serve models, as they stand in the tag. */
export const IMAGE_VARIANTS = ['py3', 'vllm-python-py3', 'trtllm-python-py3'] as const;

/** One of {@link IMAGE_VARIANTS}. */
export type ImageVariant = (typeof IMAGE_VARIANTS)[number];

/** The tag of a release and variant: `26.07-vllm-python-py3`. */
export function imageTag(release: string, variant: ImageVariant): string {
  return `${release}-${variant}`;
}

/** Negative when `a` is older than `b`; releases are `YY.MM`, so that text order is time order. */
export function compareReleases(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A release below which known vulnerabilities are open. */
export interface SecurityFloor {
  /** First release with the fixes. */
  release: string;
  severity: 'error' | 'warning';
  reason: string;
}

/**
 * Oldest releases that are safe to expose, most severe first. The second is a warning only: NVIDIA's bulletin
 * names no first fixed tag that could be confirmed.
 */
export const SECURITY_FLOORS: readonly SecurityFloor[] = [
  {
    release: '25.07',
    severity: 'error',
    reason: 'CVE-2025-23319, CVE-2025-23320 and CVE-2025-23334 chain to remote code execution',
  },
  {
    release: '26.05',
    severity: 'warning',
    reason: 'CVE-2026-24206 and CVE-2026-24207 bypass authentication',
  },
];

/** The most severe floor that a release is below, or undefined. */
export function securityFloorBelow(release: string): SecurityFloor | undefined {
  return SECURITY_FLOORS.find((floor) => compareReleases(release, floor.release) < 0);
}
