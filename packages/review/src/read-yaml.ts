import { readYamlDocument } from '@fleetwright/manifests';

/** The value of a YAML text of one document; undefined when it cannot be read. */
export function readYaml(text: string): unknown {
  return readYamlDocument(text).values[0];
}
