import { SCHEMA_SETS } from './generated/catalogue.ts';
import type { SchemaComponent, SchemaSet } from './schema-set.ts';

/** Minor versions as a cluster declares them: "1.34". A component that is absent serves no kind. */
export type SchemaVersions = Partial<Readonly<Record<SchemaComponent, string>>>;

const CORE_FILE = '{{.ResourceKind}}{{.KindSuffix}}.json';
const CRD_FILE = '{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json';

/**
 * Where kubeconform finds the schemas of the kinds that some versions serve, below this package's `schemas` folder: as
 * its -schema-location takes them.
 */
export function schemaLocations(versions: SchemaVersions): string[] {
  return SCHEMA_SETS.filter(({ component, minor }) => versions[component] === minor).map(
    (set) => `${folderOf(set)}/${set.component === 'kubernetes' ? CORE_FILE : CRD_FILE}`,
  );
}

/** The folder below this package's `schemas` that holds a set. */
export function folderOf({ schemas }: SchemaSet): string {
  return schemas[0]!.file.split('/')[0]!;
}
