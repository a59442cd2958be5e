import type { KindSchema } from './json-schema.ts';
import type { CoreSource, CrdSource } from './sources.ts';
import { GENERATED_BY } from './generated-by.ts';

/** Schemas of one source, each with its file below the source's folder. */
export interface SchemaSet {
  source: CoreSource | CrdSource;
  schemas: readonly KindSchema[];
}

/** Path of a schema file below the schemas folder, in the layout that kubeconform's location templates expect. */
export function schemaPath(source: CoreSource | CrdSource, { group, apiVersion, kind }: KindSchema): string {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const lowerKind = kind.toLowerCase();
  if (source.format === 'crd') return `${source.folder}/${group}/${lowerKind}_${version}.json`;
  const [firstLabel] = group.split('.');
  return `${source.folder}/${[lowerKind, firstLabel, version].filter((part) => part !== '').join('-')}.json`;
}

/** The TypeScript file that lists every version for which there are schemas. */
export function printCatalogue(sets: readonly SchemaSet[]): string {
  const entries = sets.map(({ source, schemas }) => ({
    component: source.component,
    minor: source.minor,
    release: source.version.slice(1),
    schemas: schemas.map((schema) => ({
      apiVersion: schema.apiVersion,
      kind: schema.kind,
      file: schemaPath(source, schema),
    })),
  }));
  return `// ${GENERATED_BY}
import type { SchemaSet } from '../schema-set.ts';

export const SCHEMA_SETS: readonly SchemaSet[] = ${JSON.stringify(entries, undefined, 2)};
`;
}
