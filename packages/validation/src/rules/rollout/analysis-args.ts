import type { TemplateNode } from '../../graph/analyses.ts';

/** Names of the arguments that the metrics of a template read. */
export function readArgs(template: TemplateNode): Set<string> {
  const text = JSON.stringify(template.object.spec?.metrics ?? []);
  return new Set([...text.matchAll(/\{\{\s*args\.([\w.-]+)\s*\}\}/g)].map(([, name]) => name!));
}
