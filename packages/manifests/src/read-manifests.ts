import type { Finding } from '@fleetwright/findings';
import { listObjects } from './list-objects.ts';
import type { Manifest } from './manifest.ts';
import { readYamlDocument } from './read-yaml-document.ts';
import { splitDocuments, type DocumentText } from './split-documents.ts';

/** The objects of a file and what kept others from being read. */
export interface ReadManifests {
  manifests: Manifest[];
  findings: Finding[];
}

/** A longer text is no manifest that people review: the API server refuses objects of a twentieth of that. */
const MAX_CHARACTERS = 32 * 2 ** 20;

/**
 * Reads every Kubernetes object of a YAML (or JSON) text, as Kubernetes reads it; the items of a `List` are objects
 * of their own. A document that is no object is a finding; the others are still read.
 */
export function readManifests(file: string, text: string): ReadManifests {
  const result: ReadManifests = { manifests: [], findings: [] };
  if (text.length > MAX_CHARACTERS) {
    result.findings.push({
      rule: 'manifest/too-large',
      severity: 'error',
      file,
      message: `The file has ${text.length} characters; at most ${MAX_CHARACTERS} are read.`,
      fix: 'Split it, or leave it out.',
    });
    return result;
  }
  for (const document of splitDocuments(text.replace(/^\uFEFF/, ''))) readDocument(file, document, result);
  return result;
}

function readDocument(file: string, document: DocumentText, { manifests, findings }: ReadManifests): void {
  const { line, text } = document;
  const { values, problem } = readYamlDocument(text);
  if (problem !== undefined) {
    const { rule, message, fix } = problem;
    findings.push({ rule, severity: 'error', file, line: line + problem.line, message, fix });
  }
  for (const value of values) {
    const objects = listObjects(value);
    if (objects !== undefined)
      manifests.push(...objects.map(({ root, object }) => ({ file, line, text, root, object })));
    else
      findings.push({
        rule: 'manifest/no-object',
        severity: 'error',
        file,
        line,
        message: 'This document is no Kubernetes object: expected apiVersion, kind and metadata.',
        fix: 'Add them, or move the document out of the manifests.',
      });
  }
}
