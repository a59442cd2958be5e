// `npm run codeowners`: writes the owners that environments and services name into .github/CODEOWNERS; with --check it
// writes nothing and fails when a line is not as it should be.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openWorkspace, readWorkspace, type FleetInputs, type InputFile } from '@fleetwright/fleet';
import {
  parseCluster,
  parseEnvironment,
  parseModelService,
  type ParseResult,
} from '@fleetwright/model-service';
import { listOwners, replaceOwners, type Ownership } from './codeowners.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FILE = resolve(ROOT, '.github/CODEOWNERS');

const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
const fresh = replaceOwners(text, listOwners(readOwnership(readWorkspace(openWorkspace(ROOT)))));
if (!process.argv.includes('--check')) writeFileSync(FILE, fresh);
else if (fresh !== text) {
  console.error('.github/CODEOWNERS is not what the inputs say: run npm run codeowners');
  process.exitCode = 1;
}

function readOwnership({ environments, clusters, services }: FleetInputs): Ownership {
  return {
    environments: [...environments.values()].map(({ environment }) => {
      const { metadata, spec } = parsed(environment, parseEnvironment);
      return { name: metadata.name, owners: spec.owners ?? [] };
    }),
    clusters: [...clusters.values()].map((file) => {
      const { metadata, spec } = parsed(file, parseCluster);
      return { name: metadata.name, environment: spec.environment };
    }),
    services: [...services.values()].map((file) => {
      const { metadata } = parsed(file, parseModelService);
      const team = metadata.labels?.['team'];
      return { name: metadata.name, ...(team !== undefined && { team }) };
    }),
  };
}

function parsed<T>(
  { path, text: content }: InputFile,
  parse: (file: string, text: string) => ParseResult<T>,
): T {
  const { value, findings } = parse(path, content);
  if (value === undefined)
    throw new Error(findings.map(({ file, message }) => `${file}: ${message}`).join('\n'));
  return value.content;
}
