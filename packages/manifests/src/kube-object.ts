/** A Kubernetes object whose content nobody has checked yet: only what makes it one is known to be there. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: { name?: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** What an object is known by in a cluster; the version of its API is no part of it. */
export interface Identity {
  group: string;
  kind: string;
  namespace: string | undefined;
  name: string;
}

/** The API group of an apiVersion; the core group is the empty string. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** What an object is known by; an object that the server is to name (`generateName`) has an empty name. */
export function identityOf({ apiVersion, kind, metadata }: KubeObject): Identity {
  const { namespace, name = '' } = metadata;
  return { group: groupOf(apiVersion), kind, namespace, name };
}
