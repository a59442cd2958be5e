import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { readDocuments, type Document } from './documents.ts';

interface Kustomization {
  resources?: string[];
  patches?: unknown[];
}

/** An overlay's folder, and the one with its patches, which for golden cases stands with the inputs. */
export interface OverlayFolder {
  path: string;
  patches: string;
}

/** What Argo CD would apply of an overlay: its files, or what Kustomize makes of them and of the patches. */
export function readOverlay(folder: OverlayFolder, binary: string): Document[] {
  const text = readFileSync(join(folder.path, 'kustomization.yaml'), 'utf8');
  const { resources = [], patches = [] } = load(text) as Kustomization;
  if (patches.length > 0) return readDocuments('kustomization.yaml', buildOverlay(folder, binary));
  return resources.flatMap((file) => readDocuments(file, readFileSync(join(folder.path, file), 'utf8')));
}

function buildOverlay({ path, patches }: OverlayFolder, binary: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-e2e-overlay-'));
  try {
    cpSync(path, folder, { recursive: true });
    cpSync(patches, join(folder, 'patches'), { recursive: true });
    const { status, stdout, stderr } = spawnSync(binary, ['kubectl', 'kustomize', folder], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`Kustomize refuses ${path}: ${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
