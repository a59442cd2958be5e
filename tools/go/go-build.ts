import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { goCommand } from './go-command.ts';

/** A static binary that is to be made from a folder's pinned Go module. */
export interface GoBuild {
  /** Folder with go.mod. */
  folder: string;
  /** What to build: a package path, or `.`. */
  target: string;
  /** Linker flags. */
  flags: string;
  /** Where it goes; nothing is there until the build has succeeded. */
  binary: string;
  /** Show what go prints while it works, for long builds. */
  verbose?: boolean;
  /** What the build is for; this machine unless given. */
  platform?: { GOOS: string; GOARCH: string };
}

/** Runs go build; throws with what go said when it fails. */
export function goBuild({ folder, target, flags, binary, platform, verbose = false }: GoBuild): void {
  const unfinished = `${binary}.${process.pid}`;
  const env = {
    ...process.env,
    CGO_ENABLED: '0',
    GOTOOLCHAIN: 'local',
    GOFLAGS: '-mod=readonly',
    GOWORK: 'off',
    ...platform,
  };
  const args = ['build', '-trimpath', '-buildvcs=false', `-ldflags=${flags}`, '-o', unfinished, target];
  const { status, error, stderr } = spawnSync(goCommand(), args, {
    cwd: folder,
    encoding: 'utf8',
    env,
    stdio: verbose ? 'inherit' : 'pipe',
  });
  if (status !== 0) {
    throw new Error(`Building ${target} failed: ${error?.message ?? (stderr || `exit code ${status}`)}`);
  }
  renameSync(unfinished, binary);
}

/** Hash of everything that decides what a build makes: the platform, the folder's files and whatever else is given. */
export function hashBuild(folder: string, ...others: readonly string[]): string {
  const sources = readdirSync(folder)
    .sort()
    .map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  const hash = createHash('sha256').update(
    JSON.stringify([process.platform, process.arch, ...others, sources]),
  );
  return hash.digest('hex').slice(0, 16);
}
