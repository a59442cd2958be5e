import type * as KubeconformPackage from 'kubeconform-wasm';
import { findValidators, HELPERS, JUDGES } from '@fleetwright/upstream-validators';

/** Every program that may judge documents besides schemas and rules. */
export const KNOWN_JUDGES: readonly string[] = ['kubeconform', ...JUDGES];

/** Which of them are built here. This module loads none of them. */
export async function builtJudges(): Promise<string[]> {
  const kubeconform = await importKubeconform();
  const helpers = Object.keys(findValidators() ?? {}) as (keyof typeof HELPERS)[];
  return [
    ...(kubeconform?.isBuilt() ? ['kubeconform'] : []),
    ...helpers.flatMap((helper) => HELPERS[helper]),
  ];
}

/** The package of kubeconform; undefined where it is not installed. */
export async function importKubeconform(): Promise<typeof KubeconformPackage | undefined> {
  try {
    return await import('kubeconform-wasm');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
