import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HELPERS, type HelperName } from '../judges.ts';

/** Paths of the native programs that there are. */
export type ValidatorBinaries = Partial<Record<HelperName, string>>;

const PACKAGE = '@fleetwright/upstream-validators';

/**
 * The native programs for this machine: of the installed package `@fleetwright/upstream-validators-<os>-<arch>`, else
 * those that `nx build-native upstream-validators` built; undefined when there is none. `from` is a file or URL from
 * which packages are looked for, as an import in it would.
 */
export function findValidators(from: string = import.meta.url): ValidatorBinaries | undefined {
  const platform = `${process.platform}-${process.arch}`;
  const installed = findPackage(`${PACKAGE}-${platform}`, from);
  const built = findPackage(PACKAGE, from);
  const folders = [installed, built === undefined ? undefined : join(built, 'dist', platform)];
  return folders.map((folder) => readFolder(folder)).find((binaries) => binaries !== undefined);
}

function findPackage(name: string, from: string): string | undefined {
  try {
    return dirname(createRequire(from).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

function readFolder(folder: string | undefined): ValidatorBinaries | undefined {
  if (folder === undefined) return undefined;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const found = (Object.keys(HELPERS) as HelperName[])
    .map((name) => [name, join(folder, `${name}${suffix}`)] as const)
    .filter(([, path]) => existsSync(path));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
