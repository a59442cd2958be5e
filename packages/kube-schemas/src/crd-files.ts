import { SCHEMA_SETS } from './generated/catalogue.ts';
import { folderOf, type SchemaVersions } from './schema-locations.ts';

/**
 * Files below this package's `crds` folder that hold the CustomResourceDefinitions of some versions, each a list: what
 * the API servers of such clusters have been told about their kinds, but for descriptions.
 */
export function crdFiles(versions: SchemaVersions): string[] {
  return SCHEMA_SETS.filter(
    ({ component, minor }) => component !== 'kubernetes' && versions[component] === minor,
  ).map((set) => `${folderOf(set)}.json`);
}
