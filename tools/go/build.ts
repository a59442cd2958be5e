import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { goCommand } from './go-command.ts';

/** The native tools; each has a Go module of its own, so that one's dependencies cannot move another's. */
export const TOOLS = ['helm', 'kubeconform', 'kustomize', 'yamljson'] as const;

/** Name of a native tool. */
export type ToolName = (typeof TOOLS)[number];

const BIN = resolve(import.meta.dirname, '../../.cache/bin');

/** Path of a native tool's binary, built from the pinned Go module unless the same pins have been built before. */
export function buildTool(name: ToolName): string {
  const folder = join(import.meta.dirname, name);
  const goMod = readFileSync(join(folder, 'go.mod'), 'utf8');
  const binary = join(BIN, `${name}-${hashSources(folder)}`);
  if (!existsSync(binary)) buildBinary(folder, parseToolPackage(goMod), binary);
  return binary;
}

// The pins and, for a tool of our own, its code.
function hashSources(folder: string): string {
  const sources = readdirSync(folder)
    .sort()
    .map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  const hash = createHash('sha256').update(JSON.stringify([process.platform, process.arch, sources]));
  return hash.digest('hex').slice(0, 16);
}

function parseToolPackage(goMod: string): string {
  const [, path] = /^tool (\S+)$/m.exec(goMod) ?? [];
  if (path === undefined) throw new Error('go.mod has no tool line.');
  return path;
}

function buildBinary(folder: string, path: string, binary: string): void {
  mkdirSync(BIN, { recursive: true });
  const unfinished = `${binary}.${process.pid}`;
  const env = {
    ...process.env,
    CGO_ENABLED: '0',
    GOTOOLCHAIN: 'local',
    GOFLAGS: '-mod=readonly',
    GOWORK: 'off',
  };
  const args = ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', unfinished, path];
  const { status, error, stderr } = spawnSync(goCommand(), args, { cwd: folder, encoding: 'utf8', env });
  if (status !== 0) throw new Error(`Building ${path} failed: ${error?.message ?? stderr}`);
  renameSync(unfinished, binary);
}

function main(args: readonly string[]): number {
  const unknown = args.find((arg) => !(TOOLS as readonly string[]).includes(arg));
  if (unknown !== undefined) {
    console.error(`Unknown tool ${unknown}, expected ${TOOLS.join(', ')}.`);
    return 2;
  }
  const wanted = args.length === 0 ? TOOLS : (args as ToolName[]);
  for (const name of wanted) console.log(buildTool(name));
  return 0;
}

const [, script, ...args] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) process.exitCode = main(args);
