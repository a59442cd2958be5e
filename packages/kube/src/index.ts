export type { Comments } from './comment-tree.ts';
export { formatSeconds, parseDuration } from './duration.ts';
export { METRICS_COMPONENT, placementLabels, selectorLabels, type Labels } from './labels.ts';
export {
  MAX_CLUSTER_NAME,
  MAX_SERVICE_NAME,
  placementName,
  resourceNames,
  type ResourceNames,
} from './names.ts';
export { PORTS, type PortNumbers } from './ports.ts';
export { formatBytes, formatDecimal, parseQuantity } from './quantity.ts';
export { type Builder, type BuiltResource, type Resource } from './resource.ts';
export { emitManifest, emitYaml } from './yaml-emitter.ts';
