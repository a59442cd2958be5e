import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { goBuild, hashBuild } from './go-build.ts';

/** The validators' helpers, cheapest to build first; each has a Go module of its own. */
export const VALIDATORS = ['core', 'istio'] as const;

/** Name of a helper. */
export type ValidatorName = (typeof VALIDATORS)[number];

const ROOT = resolve(import.meta.dirname, '../..');
const PACKAGE = join(ROOT, 'packages/upstream-validators');
const BIN = join(ROOT, '.cache/bin');
const FLAGS = '-s -w';

/** What each build takes on two idle cores when nothing is cached. */
const DURATIONS: Readonly<Record<ValidatorName, string>> = { core: '3 minutes', istio: '2 to 3 minutes' };

/** Path of a helper's binary, built from its pinned Go module unless the same sources have been built before. */
export function buildValidator(name: ValidatorName): string {
  const folder = join(PACKAGE, 'go', name);
  const binary = join(
    BIN,
    `validators-${name}-${hashBuild(folder, FLAGS, hashBuild(join(PACKAGE, 'go/protocol')))}`,
  );
  if (existsSync(binary)) return binary;
  console.error(`Building the validators' helper ${name} from Go modules, once: about ${DURATIONS[name]}.`);
  mkdirSync(BIN, { recursive: true });
  goBuild({ folder, target: '.', flags: FLAGS, binary });
  return binary;
}

/** Puts binaries where the client finds them, as a package that can be published for this platform. */
export function packValidators(names: readonly ValidatorName[]): string {
  const platform = `${process.platform}-${process.arch}`;
  const folder = join(PACKAGE, 'dist', platform);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  mkdirSync(folder, { recursive: true });
  for (const name of names) copyBinary(buildValidator(name), join(folder, `${name}${suffix}`));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(describePackage(platform), null, 2)}\n`);
  return folder;
}

/** A binary that runs is replaced, not overwritten. */
function copyBinary(from: string, to: string): void {
  const unfinished = `${to}.${process.pid}`;
  copyFileSync(from, unfinished);
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, to);
}

/** Same name, version and licence as the client's package; npm installs it on its platform alone. */
function describePackage(platform: string): object {
  const { name, version, license } = JSON.parse(
    readFileSync(join(PACKAGE, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  const description = `The native helpers of ${name} for ${platform}.`;
  const systems = { os: [process.platform], cpu: [process.arch] };
  return { name: `${name}-${platform}`, version, description, license, ...systems, preferUnplugged: true };
}

function main(args: readonly string[]): number {
  const unknown = args.find((arg) => !(VALIDATORS as readonly string[]).includes(arg));
  if (unknown !== undefined) {
    console.error(`Unknown helper ${unknown}, expected ${VALIDATORS.join(', ')}.`);
    return 2;
  }
  // A long build; what the user does meanwhile goes first, and go inherits this.
  setPriority(constants.priority.PRIORITY_LOW);
  console.log(packValidators(args.length === 0 ? VALIDATORS : (args as ValidatorName[])));
  return 0;
}

const [, script, ...args] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) process.exitCode = main(args);
