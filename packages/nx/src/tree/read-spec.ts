import type { Tree } from '@nx/devkit';
import { nearestName, type Finding } from '@fleetwright/findings';
import { parseModelService, type ModelServiceFile } from '@fleetwright/model-service';
import { validateName } from './validate-name.ts';

/** A spec that somebody wrote. */
export interface SpecFile {
  path: string;
  text: string;
  content: ModelServiceFile;
}

/** Reads the spec of a service that must exist and be right. */
export function readSpec(tree: Tree, service: string): { spec?: SpecFile; findings: Finding[] } {
  const named = validateName('ModelService', service, 'service');
  if (named.length > 0) return { findings: named };
  const path = `apps/${service}/model-service.yaml`;
  const text = tree.read(path, 'utf8');
  if (text === null) return { findings: [describeUnknown(tree, 'apps', service)] };
  const { value, findings } = parseModelService(path, text);
  const errors = findings.filter(({ severity }) => severity === 'error');
  return value === undefined || errors.length > 0
    ? { findings }
    : { spec: { path, text, content: value.content }, findings };
}

/** Says that a folder is not there, and which one may have been meant. */
export function describeUnknown(
  tree: Tree,
  folder: 'apps' | 'clusters' | 'environments',
  name: string,
): Finding {
  const names = tree.children(folder).sort();
  const nearest = nearestName(name, names);
  return {
    rule: 'nx/unknown-name',
    severity: 'error',
    message: `There is no ${folder}/${name}.`,
    fix:
      nearest === undefined
        ? `Give one of: ${names.slice(0, 10).join(', ') || '(there is none)'}${names.length > 10 ? ', …' : ''}`
        : `Did you mean ${nearest}?`,
  };
}
