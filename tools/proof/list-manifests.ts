import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every YAML file below a folder that holds objects of Kubernetes, and no template of them, in order. */
export function listManifests(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path) && !/(?:^|\/)kustomization\.ya?ml$/.test(path))
    .sort()
    .map((path) => join(folder, path))
    .filter((path) => {
      const text = readFileSync(path, 'utf8');
      return /^apiVersion:/m.test(text) && /^kind:/m.test(text) && !/^\s*\{\{|: *\{\{/m.test(text);
    });
}
