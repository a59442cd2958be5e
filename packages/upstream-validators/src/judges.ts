/** The native programs, and the judges that each links. */
export const HELPERS = {
  core: ['kubernetes', 'pod-security', 'crd', 'argo-rollouts', 'prometheus'],
  istio: ['istio', 'istio-analysis'],
} as const;

/** Name of a native program. */
export type HelperName = keyof typeof HELPERS;

/**
 * Whose code judges. `kubernetes`: the API server's for its own kinds; `pod-security`: of Pod Security admission;
 * `crd`: the API server's for custom resources, which takes their definitions; `argo-rollouts`: of its controller;
 * `prometheus`: of its rule checker; `istio`: of its webhook; `istio-analysis`: of its analyzers, over whole sets.
 */
export type JudgeName = (typeof HELPERS)[HelperName][number];

/** Every judge that there is, whether or not it is built. */
export const JUDGES: readonly JudgeName[] = Object.values(HELPERS).flat();
