import type { Admission } from './admission.ts';
import type { Document } from './documents.ts';
import { nameOf, type Resource } from './resource.ts';

/** What the server refused, and why. */
export interface Refusal {
  file: string;
  /** `Kind/name`, with the resource that it was made of where it stands in no file itself. */
  resource: string;
  message: string;
}

/** What the server said to one overlay. */
export interface Verdict {
  title: string;
  /** Minor version that the cluster declares; undefined where Argo CD itself runs. */
  kubernetes?: string;
  /** Resources of the overlay that were asked for. */
  resources: number;
  /** Pods and ReplicaSets that controllers would make of them. */
  made: number;
  refusals: Refusal[];
}

/** Asks for a document as the file has it, by dry run. */
export async function judgeDocument(admission: Admission, document: Document): Promise<Refusal[]> {
  const { file, text, resource } = document;
  return refuse(file, nameOf(resource), await admission.tryToCreate(resource, text));
}

/** Asks for what a controller makes of a document's resource, by dry run. */
export async function judgeMade(
  admission: Admission,
  { file, resource }: Document,
  made: Resource,
): Promise<Refusal[]> {
  const name = `${made.kind} of ${nameOf(resource)}`;
  return refuse(file, name, await admission.tryToCreate(made));
}

/** No refusal without a message. */
export function refuse(file: string, resource: string, message: string | undefined): Refusal[] {
  return message === undefined ? [] : [{ file, resource, message }];
}
