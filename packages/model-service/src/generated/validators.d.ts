/* Generated from src/schemas by generate.ts; do not edit. */
import type { ErrorObject } from 'ajv';

/** Whether a value fits; every error is left in `errors` until the next call. */
export interface Validator {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export const validateModelService: Validator;
export const validateEnvironment: Validator;
export const validateCluster: Validator;
export const validateImageLock: Validator;
export const validateWorkspace: Validator;
export const validateMergedSpec: Validator;
