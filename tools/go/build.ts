import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { goBuild, hashBuild } from './go-build.ts';

/** The native tools; each has a Go module of its own, so that one's dependencies cannot move another's. */
export const TOOLS = ['actionlint', 'dyff', 'helm', 'kubeconform', 'kustomize', 'yamljson'] as const;

/** Name of a native tool. */
export type ToolName = (typeof TOOLS)[number];

const BIN = resolve(import.meta.dirname, '../../.cache/bin');

/** Path of a native tool's binary, built from the pinned Go module unless the same pins have been built before. */
export function buildTool(name: ToolName): string {
  const folder = join(import.meta.dirname, name);
  const goMod = readFileSync(join(folder, 'go.mod'), 'utf8');
  const binary = join(BIN, `${name}-${hashBuild(folder)}`);
  if (!existsSync(binary)) {
    mkdirSync(BIN, { recursive: true });
    goBuild({ folder, target: parseToolPackage(goMod), flags: '-s -w', binary });
  }
  return binary;
}

function parseToolPackage(goMod: string): string {
  const [, path] = /^tool (\S+)$/m.exec(goMod) ?? [];
  if (path === undefined) throw new Error('go.mod has no tool line.');
  return path;
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
