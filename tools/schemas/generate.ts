import { printCatalogue, schemaPath, type SchemaSet } from './catalogue.ts';
import { closeCoreSchemas, type CoreSchemas } from './core-schemas.ts';
import { printCrdFile } from './crd-file.ts';
import { closeCrdSchemas } from './crd-schemas.ts';
import { readModuleFiles } from './go-module.ts';
import { readCrds, type CustomResourceDefinition } from './read-crds.ts';
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
const CRDS = 'crds';
const TYPES = 'src/generated';

/** Folders of the package that hold nothing but generated files. */
export const OUTPUT_FOLDERS = [SCHEMAS, CRDS, TYPES] as const;

/** Every generated file of the package: path below the package, and text. */
export function generateFiles(): Map<string, string> {
  const core = readCoreSource(KUBERNETES);
  const defined = CRD_SOURCES.map((source) => ({
    source,
    crds: readCrds(readModuleFiles(source), source.kinds),
  }));
  const sets: SchemaSet[] = [
    { source: KUBERNETES, schemas: core.kinds },
    ...OTHER_KUBERNETES.map((source) => ({ source, schemas: readCoreSource(source).kinds })),
    ...defined.map((one) => ({ source: one.source, schemas: closeCrdSource(one, core) })),
  ];
  return new Map([
    ...schemaFiles(sets),
    ...defined.map(({ source, crds }): [string, string] => [
      `${CRDS}/${source.folder}.json`,
      printCrdFile(crds),
    ]),
    ...typeFiles(sets),
    [`${TYPES}/catalogue.ts`, printCatalogue(sets)],
  ]);
}

function readCoreSource(source: CoreSource): CoreSchemas {
  const [swagger] = readModuleFiles(source);
  return closeCoreSchemas(swagger!, source.kinds);
}

interface DefinedSource {
  source: CrdSource;
  crds: readonly CustomResourceDefinition[];
}

function closeCrdSource({ source, crds }: DefinedSource, core: CoreSchemas): SchemaSet['schemas'] {
  return closeCrdSchemas(crds, {
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
