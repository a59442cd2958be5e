import type { ErrorObject } from 'ajv';
import type { Finding } from '@fleetwright/findings';
import { locateInManifest, type Manifest } from '@fleetwright/manifests';
import { nameOf } from '../graph/node.ts';
import { describeSchemaErrors, type JsonSchema, type SchemaProblem } from './describe-schema-errors.ts';
import { findLostValues } from './find-lost-values.ts';
import type { ServedKinds } from './served-kinds.ts';

/** Whether a value fits a schema; every error is left in `errors` until the next call. */
export interface SchemaValidator {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** Gives the schemas of kube-schemas, by file. */
export interface SchemaSource {
  validator: (file: string) => SchemaValidator;
  /** Read only to word a message. */
  schema: (file: string) => JsonSchema;
}

/** Judges an object by the schema that its cluster has for its kind: errors, and warnings of values that were lost. */
export function checkSchema(manifest: Manifest, kinds: ServedKinds, source: SchemaSource): Finding[] {
  const { apiVersion, kind } = manifest.object;
  const served = kinds.find(apiVersion, kind);
  switch (served.status) {
    case 'served': {
      const validate = source.validator(served.file);
      const fits = validate(manifest.object);
      const lost = findLostValues(manifest.object, () => source.schema(served.file));
      if (fits && lost.length === 0) return [];
      const problems = fits
        ? []
        : describeSchemaErrors(validate.errors ?? [], manifest.object, source.schema(served.file));
      return [
        ...problems.map((problem) => toFinding(manifest, problem)),
        ...lost.map((problem) => ({ ...toFinding(manifest, problem), severity: 'warning' as const })),
      ];
    }
    case 'other-version':
      return [toFinding(manifest, describeOtherVersion(apiVersion, kind, served.apiVersions))];
    case 'not-installed':
      return [
        toFinding(manifest, {
          rule: 'schema/not-installed',
          pointer: '/kind',
          message: `The cluster declares no version of ${served.component}, which defines ${kind}.`,
          fix: `Declare it in the cluster's spec.versions, or remove the object.`,
        }),
      ];
    case 'unknown':
      return [
        toFinding(manifest, {
          rule: NO_SCHEMA,
          pointer: '/kind',
          message: `There is no schema for ${kind} of ${apiVersion}, so the object was not checked.`,
          fix: 'Check it elsewhere, or keep it out of what is validated.',
        }),
      ];
  }
}

/** The rule of an object that nothing could judge: it makes a check incomplete, not wrong. */
export const NO_SCHEMA = 'could-not-check/no-schema';

function describeOtherVersion(
  apiVersion: string,
  kind: string,
  apiVersions: readonly string[],
): SchemaProblem {
  return {
    rule: 'schema/api-version',
    pointer: '/apiVersion',
    message: `The cluster does not serve ${kind} of ${apiVersion}; it serves ${apiVersions.join(', ')}.`,
    fix: `Write apiVersion: ${apiVersions[0]}, and the fields that this version has.`,
  };
}

function toFinding(manifest: Manifest, { rule, pointer, message, fix }: SchemaProblem): Finding {
  const { kind, metadata } = manifest.object;
  return {
    rule,
    severity: 'error',
    message,
    file: manifest.file,
    ...locateInManifest(manifest, pointer),
    pointer: manifest.root + pointer,
    resource: nameOf({ kind, name: metadata.name ?? '' }),
    fix,
  };
}
