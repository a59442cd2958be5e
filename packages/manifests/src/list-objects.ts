import type { KubeObject } from './kube-object.ts';
import { isRecord } from './is-record.ts';

/** An object and the JSON pointer at which it stands in its document. */
export interface ListedObject {
  root: string;
  object: KubeObject;
}

/** The objects that a value is: itself, or the items of a `List`; undefined when it is none. */
export function listObjects(value: unknown, root = ''): ListedObject[] | undefined {
  if (!isRecord(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string')
    return undefined;
  if (value.kind.endsWith('List') && Array.isArray(value.items)) {
    const parts = value.items.map((item, index) => listObjects(item, `${root}/items/${index}`));
    return parts.includes(undefined) ? undefined : (parts as ListedObject[][]).flat();
  }
  return isRecord(value.metadata) ? [{ root, object: value as KubeObject }] : undefined;
}
