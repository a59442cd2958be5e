/** A Kubernetes object as JSON gives it. */
export interface Resource {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec?: unknown;
}

/** Metadata of an object or of a pod template. */
export interface Metadata {
  name?: string;
  generateName?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** What a pod's containers have that this tool reads or adds; the rest passes through. */
export interface Container {
  name: string;
  [field: string]: unknown;
}

/** Specification of a pod. */
export interface PodSpec {
  initContainers?: Container[];
  containers: Container[];
  volumes?: { name: string; [field: string]: unknown }[];
  [field: string]: unknown;
}

/** Template from which a controller makes pods. */
export interface PodTemplate {
  metadata?: Metadata;
  spec: PodSpec;
}

/** `Kind/name`, as messages call a resource. */
export function nameOf({ kind, metadata }: Resource): string {
  return `${kind}/${metadata.name ?? metadata.generateName}`;
}
