import type { Tree } from '@nx/devkit';
import type { Finding } from '@fleetwright/findings';
import { API_VERSION, parseModelService } from '@fleetwright/model-service';

const POINTER = '/metadata/name';

/** Finds what is wrong with the name of a service, before it becomes part of any path; `what` starts the message. */
export function validateName(name: string, what: string): Finding[] {
  // The schema decides what a name is; only the name of this spec can be wrong.
  const text = JSON.stringify({
    apiVersion: API_VERSION,
    kind: 'ModelService',
    metadata: { name },
    spec: { models: [{ name: 'model', versions: [{ version: 1 }], config: {} }] },
  });
  return parseModelService('model-service.yaml', escapeNonAscii(text)).findings.flatMap((finding) =>
    finding.pointer === POINTER
      ? [{ ...optionFinding(finding.message.replace(POINTER, what)), rule: finding.rule, fix: finding.fix }]
      : [],
  );
}

/** Finds folders that a case-insensitive file system takes for the service's own. */
export function findCaseTwins(tree: Tree, name: string): Finding[] {
  const folders = ['apps', ...tree.children('clusters').map((cluster) => `clusters/${cluster}`)];
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
