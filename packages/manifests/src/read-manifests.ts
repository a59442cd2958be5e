import { loadAll, YAMLException } from 'js-yaml';
import type { Finding } from '@fleetwright/findings';
import type { KubeObject } from './kube-object.ts';
import { KUBERNETES_SCHEMA } from './kubernetes-schema.ts';
import type { Manifest } from './manifest.ts';
import { splitDocuments, type DocumentText } from './split-documents.ts';

/** The objects of a file and what kept others from being read. */
export interface ReadManifests {
  manifests: Manifest[];
  findings: Finding[];
}

/** Most nodes of a document, each alias counted with all that it stands for. */
const MAX_NODES = 500_000;

/**
 * Reads every Kubernetes object of a YAML (or JSON) text, as Kubernetes reads it; the items of a `List` are objects
 * of their own. A document that is no object is a finding; the others are still read.
 */
export function readManifests(file: string, text: string): ReadManifests {
  const result: ReadManifests = { manifests: [], findings: [] };
  for (const document of splitDocuments(text)) readDocument(file, document, result);
  return result;
}

function readDocument(file: string, document: DocumentText, { manifests, findings }: ReadManifests): void {
  const refuse = (problem: Pick<Finding, 'rule' | 'message' | 'fix'>, line = document.line) =>
    findings.push({ severity: 'error', file, line, ...problem });
  let values: unknown[];
  try {
    values = loadAll(document.text, { schema: KUBERNETES_SCHEMA }).filter(
      (value) => value !== undefined && value !== null,
    );
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = document.line + (error.mark?.line ?? 0);
    return void refuse(
      {
        rule: 'manifest/yaml-syntax',
        message: `This is no YAML: ${error.reason}.`,
        fix: 'Correct the syntax.',
      },
      line,
    );
  }
  for (const value of values) {
    if (countNodes(value, MAX_NODES) > MAX_NODES)
      return void refuse({
        rule: 'manifest/too-large',
        message: `The document has more than ${MAX_NODES} values, aliases counted in full.`,
        fix: 'Write it without aliases, or split it.',
      });
    const objects = listObjects(value, '');
    if (objects === undefined)
      refuse({
        rule: 'manifest/no-object',
        message: 'This document is no Kubernetes object: expected apiVersion, kind and metadata.',
        fix: 'Add them, or move the document out of the manifests.',
      });
    else
      manifests.push(...objects.map((part) => ({ file, line: document.line, text: document.text, ...part })));
  }
}

// An alias is one object in memory, met again at each place; only the count of visits bounds what others would do with it.
function countNodes(value: unknown, limit: number): number {
  let count = 1;
  if (typeof value !== 'object' || value === null) return count;
  for (const item of Object.values(value)) {
    count += countNodes(item, limit - count);
    if (count > limit) break;
  }
  return count;
}

type Part = Pick<Manifest, 'root' | 'object'>;

function listObjects(value: unknown, root: string): Part[] | undefined {
  if (!isRecord(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string')
    return undefined;
  if (value.kind === 'List' && value.apiVersion === 'v1' && Array.isArray(value.items)) {
    const parts = value.items.map((item, index) => listObjects(item, `${root}/items/${index}`));
    return parts.some((part) => part === undefined) ? undefined : (parts as Part[][]).flat();
  }
  return isRecord(value.metadata) ? [{ root, object: value as KubeObject }] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
