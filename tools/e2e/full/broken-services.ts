import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { readApplication } from '../bed/applications.ts';
import type { Bed } from '../bed/bed.ts';
import type { FleetEditor } from '../bed/fleet-repository.ts';
import { listPods, placeOf, type Placement, type RolloutState } from '../bed/services.ts';

/** A defect that every dry run admits, and the failure by which it must be known. */
export interface BrokenService {
  /** The file's name: the defect in words, and the service. */
  name: string;
  /** JSON patches by the kind whose resource of the service's own name they break. */
  patches: Record<string, object[]>;
  /** The service runs before it is broken. */
  afterwards?: boolean;
  failure: { of: FailureSource; message: string };
}

/** Whose messages name a failure. */
export type FailureSource = 'Application' | 'Rollout' | 'Pod';

const FIXTURES = join(import.meta.dirname, 'fixtures/broken');

/** Reads every defect. A new one is a new file. */
export function readBrokenServices(): BrokenService[] {
  return readdirSync(FIXTURES)
    .sort()
    .map((file) => ({
      ...(load(readFileSync(join(FIXTURES, file), 'utf8')) as Omit<BrokenService, 'name'>),
      name: file.replace('.yaml', ''),
    }));
}

/** Where a broken service runs. */
export function placementOf({ name }: BrokenService): Placement {
  return { cluster: 'staging', service: name };
}

/** Folder of the patches that break a service. */
export function patchFolder({ name }: BrokenService): string {
  return `clusters/staging/${name}/patches`;
}

/** Breaks a service of the workspace. */
export function breakService(workspace: FleetEditor, broken: BrokenService): void {
  for (const [kind, patch] of Object.entries(broken.patches)) {
    workspace.write(`${patchFolder(broken)}/${kind}.${broken.name}.yaml`, JSON.stringify(patch));
  }
}

/** Everything that a source says about a service that does not work. */
export async function readMessages(bed: Bed, placement: Placement, source: FailureSource): Promise<string[]> {
  switch (source) {
    case 'Application': {
      const { status } = (await readApplication(bed, `${placement.cluster}.${placement.service}`)) ?? {};
      const results = status?.operationState?.syncResult?.resources ?? [];
      return [...results, ...(status?.conditions ?? [])].map(({ message = '' }) => message);
    }
    case 'Rollout': {
      const rollout = await bed.cluster.find<RolloutState>(placeOf(placement, 'Rollout'));
      return [
        rollout?.status?.message,
        ...(rollout?.status?.conditions ?? []).map(({ message }) => message),
      ].map(String);
    }
    case 'Pod': {
      const pods = await listPods(bed, placement);
      return pods.flatMap(({ status }) => (status.conditions ?? []).map(({ message = '' }) => message));
    }
  }
}
