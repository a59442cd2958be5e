import { printCatalogue, schemaPath, type SchemaSet } from './catalogue.ts';
import { closeCoreSchemas, type CoreSchemas } from './core-schemas.ts';
import { closeCrdSchemas } from './crd-schemas.ts';
import { readModuleFiles } from './go-module.ts';
import { printSchemaFile } from './schema-file.ts';
import {
  CRD_SOURCES,
  KUBERNETES,
  OTHER_KUBERNETES,
  TYPED_VERSIONS,
  type CoreSource,
  type CrdSource,
} from './sources.ts';
import { tightenKind } from './tighten-schema.ts';
import { printTypes, type SharedTypes } from './typescript-types.ts';

const SCHEMAS = 'schemas';
const TYPES = 'src/generated';

/** Folders of the package that hold nothing but generated files. */
export const OUTPUT_FOLDERS = [SCHEMAS, TYPES] as const;

/** Every generated file of the package: path below the package, and text. */
export function generateFiles(): Map<string, string> {
  const core = readCoreSource(KUBERNETES);
  const sets: SchemaSet[] = [
    { source: KUBERNETES, schemas: core.kinds },
    ...OTHER_KUBERNETES.map((source) => ({ source, schemas: readCoreSource(source).kinds })),
    ...CRD_SOURCES.map((source) => ({ source, schemas: readCrdSource(source, core) })),
  ];
  return new Map([...schemaFiles(sets), ...typeFiles(sets), [`${TYPES}/catalogue.ts`, printCatalogue(sets)]]);
}

function readCoreSource(source: CoreSource): CoreSchemas {
  const [swagger] = readModuleFiles(source);
  return closeCoreSchemas(swagger!, source.kinds);
}

function readCrdSource(source: CrdSource, core: CoreSchemas): SchemaSet['schemas'] {
  return closeCrdSchemas(readModuleFiles(source), {
    kinds: source.kinds,
    coreDefinitions: core.definitions,
    coreReferences: source.coreReferences ?? {},
  });
}

function schemaFiles(sets: readonly SchemaSet[]): [string, string][] {
  return sets.flatMap(({ source, schemas }) =>
    schemas.map((schema): [string, string] => [
      `${SCHEMAS}/${schemaPath(source, schema)}`,
      printSchemaFile(tightenKind(schema)),
    ]),
  );
}

function typeFiles(sets: readonly SchemaSet[]): [string, string][] {
  const files: [string, string][] = [];
  let shared: SharedTypes | undefined;
  for (const { source, schemas } of sets) {
    if (source.types === undefined) continue;
    const { text, names } = printTypes(schemas.filter(hasType), shared);
    shared ??= { module: `./${source.types}`, names };
    files.push([`${TYPES}/${source.types}`, text]);
  }
  return files;
}

function hasType({ group, apiVersion }: { group: string; apiVersion: string }): boolean {
  const version = TYPED_VERSIONS[group];
  return version === undefined || apiVersion === `${group}/${version}`;
}
