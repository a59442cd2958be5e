import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { unzipSync } from 'fflate';
import { goCommand } from '../go/go-command.ts';

interface ModulePin {
  module: string;
  version: string;
  sum: string;
  files: readonly string[];
}

interface Download {
  Zip?: string;
  Sum?: string;
  Error?: string;
}

/** Text of the pinned files of a Go module, downloaded by `go mod download` and compared with the pinned checksum. */
export function readModuleFiles(pin: ModulePin): string[] {
  const prefix = `${pin.module}@${pin.version}/`;
  const wanted = new Set(pin.files.map((file) => prefix + file));
  const entries = unzipSync(readFileSync(downloadZip(pin)), { filter: ({ name }) => wanted.has(name) });
  return pin.files.map((file) => {
    const bytes = entries[prefix + file];
    if (bytes === undefined) throw new Error(`${pin.module}@${pin.version} holds no ${file}.`);
    return new TextDecoder().decode(bytes);
  });
}

/** The zip is there even when `go` refuses to unpack a module that asks for a newer Go. */
function downloadZip({ module, version, sum }: ModulePin): string {
  const args = ['mod', 'download', '-json', `${module}@${version}`];
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '' };
  const { stdout, stderr } = spawnSync(goCommand(), args, { cwd: tmpdir(), encoding: 'utf8', env });
  if (!stdout.startsWith('{')) throw new Error(`go ${args.join(' ')} failed: ${stderr}`);
  const download = JSON.parse(stdout) as Download;
  if (download.Zip === undefined) throw new Error(`go ${args.join(' ')} failed: ${download.Error ?? stderr}`);
  if (download.Sum !== sum) {
    throw new Error(`${module}@${version} has checksum ${download.Sum ?? 'unknown'}, expected ${sum}.`);
  }
  return download.Zip;
}
