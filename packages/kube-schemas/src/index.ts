export type * from './generated/argo-cd.ts';
export type * from './generated/argo-rollouts.ts';
export type * from './generated/istio.ts';
export type * from './generated/keda.ts';
export type * from './generated/kubernetes.ts';
export type * from './generated/prometheus-operator.ts';
export { SCHEMA_SETS } from './generated/catalogue.ts';
export type { ObjectMeta, TemplateMeta } from './object-meta.ts';
export type { SchemaComponent, SchemaEntry, SchemaSet } from './schema-set.ts';
