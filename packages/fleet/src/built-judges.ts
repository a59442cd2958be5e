import { statSync } from 'node:fs';
import type * as KubeconformPackage from 'kubeconform-wasm';
import { findValidators, HELPERS, JUDGES } from '@fleetwright/upstream-validators';

/** Every program that may judge documents besides schemas and rules. */
export const KNOWN_JUDGES: readonly string[] = ['kubeconform', ...JUDGES];

/** The judges that are built here. */
export interface BuiltJudges {
  names: readonly string[];
  /** Another one when any of their programs is another. */
  stamp: string;
}

/** Looks for the judges that are built here. This module loads none of them. */
export async function builtJudges(): Promise<BuiltJudges> {
  const kubeconform = (await importKubeconform())?.findProgram();
  const binaries = findValidators() ?? {};
  const helpers = Object.keys(binaries) as (keyof typeof HELPERS)[];
  const programs = [...(kubeconform === undefined ? [] : [kubeconform]), ...Object.values(binaries)];
  return {
    names: [
      ...(kubeconform === undefined ? [] : ['kubeconform']),
      ...helpers.flatMap((helper) => HELPERS[helper]),
    ],
    stamp: programs.map(stampOf).join(),
  };
}

function stampOf(program: string): string {
  const { size, mtimeMs } = statSync(program);
  return `${program} ${size} ${mtimeMs}`;
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
