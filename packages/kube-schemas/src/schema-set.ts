/**
 * A part of a platform whose version decides which kinds and fields it knows. All but argoCd, which runs beside the
 * clusters that it manages, are keys of a cluster's versions.
 */
export type SchemaComponent =
  'argoCd' | 'argoRollouts' | 'istio' | 'keda' | 'kubernetes' | 'prometheusOperator';

/** The schema of one kind in one apiVersion. */
export interface SchemaEntry {
  apiVersion: string;
  kind: string;
  /** Path below this package's `schemas` folder. */
  file: string;
}

/** The schemas of one component in one minor version. */
export interface SchemaSet {
  component: SchemaComponent;
  /** As a cluster declares it: "1.34". */
  minor: string;
  /** The release from which the schemas are made: "1.34.4". */
  release: string;
  schemas: readonly SchemaEntry[];
}
