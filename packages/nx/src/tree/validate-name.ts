import type { Tree } from '@nx/devkit';
import type { Finding } from '@fleetwright/findings';
import { API_VERSION, parseCluster, parseEnvironment, parseModelService } from '@fleetwright/model-service';

const POINTER = '/metadata/name';

const PARSERS = { ModelService: parseModelService, Cluster: parseCluster, Environment: parseEnvironment };

/** What has a name that becomes part of paths. */
export type NamedKind = keyof typeof PARSERS;

/** Finds what is wrong with a name, before it becomes part of any path; `what` starts the message. */
export function validateName(kind: NamedKind, name: string, what: string): Finding[] {
  // The schema decides what a name is; what else the file lacks is not asked here.
  const text = JSON.stringify({ apiVersion: API_VERSION, kind, metadata: { name } });
  return PARSERS[kind](`${name}.yaml`, escapeNonAscii(text)).findings.flatMap((finding) =>
    finding.pointer === POINTER
      ? [{ ...optionFinding(finding.message.replace(POINTER, what)), rule: finding.rule, fix: finding.fix }]
      : [],
  );
}

/** Finds folders that a case-insensitive file system takes for that of a new service, cluster or environment. */
export function findCaseTwins(tree: Tree, kind: NamedKind, name: string): Finding[] {
  const folders = foldersOf(tree, kind);
  return folders.flatMap((folder) =>
    tree
      .children(folder)
      .filter((other) => other !== name && other.toLowerCase() === name)
      .map((other) => ({
        ...optionFinding(`${folder}/${other} differs from the name ${name} in case only.`),
        fix: 'Choose another name: not every file system keeps the two apart.',
      })),
  );
}

function foldersOf(tree: Tree, kind: NamedKind): string[] {
  if (kind === 'Cluster') return ['clusters'];
  if (kind === 'Environment') return ['environments'];
  return ['apps', ...tree.children('clusters').map((cluster) => `clusters/${cluster}`)];
}

// What no one sees is shown by its number.
function escapeNonAscii(text: string): string {
  return text.replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function optionFinding(message: string): Finding {
  return { rule: 'nx/name', severity: 'error', message };
}
