import type { AnyRule } from '../../rule.ts';
import { identityAnnotated } from './identity-annotated.ts';
import { imageDigest } from './image-digest.ts';
import { noLiteralSecret } from './no-literal-secret.ts';
import { noSecretByName } from './no-secret-by-name.ts';
import { noSecretObject } from './no-secret-object.ts';
import { noSecretVariable } from './no-secret-variable.ts';
import { objectSize } from './object-size.ts';
import { referenceExists } from './reference-exists.ts';

/** Rules about secrets, identities, images and sizes. */
export const securityRules: readonly AnyRule[] = [
  identityAnnotated,
  imageDigest,
  noLiteralSecret,
  noSecretByName,
  noSecretObject,
  noSecretVariable,
  objectSize,
  referenceExists,
];
