import { loadAll } from 'js-yaml';
import type { Resource } from './resource.ts';

/** One resource as a file states it: the server reads the text, this tool the object. */
export interface Document {
  file: string;
  text: string;
  resource: Resource;
}

/** Splits a file into its documents. Block scalars are indented, so a line `---` is always a separator. */
export function readDocuments(file: string, text: string): Document[] {
  return text
    .split(/^---$/m)
    .flatMap((document) =>
      (loadAll(document) as (Resource | null)[]).flatMap((resource) =>
        resource === null ? [] : [{ file, text: document, resource }],
      ),
    );
}
