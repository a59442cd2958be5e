/**
 * The layouts in which schemas are commonly published: Kubernetes' own kinds per version, custom resources per group.
 * As kubeconform's -schema-location takes them.
 */
export const DEFAULT_SCHEMA_LOCATIONS: readonly string[] = [
  '{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json',
  '{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json',
];
