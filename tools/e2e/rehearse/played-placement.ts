import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPlacement } from '@fleetwright/fleet';
import { PATCHES_FOLDER } from '@fleetwright/overlay/layout';
import { resolvePlan, type CanaryStep, type PlanInputs } from '@fleetwright/plan';
import { dump } from 'js-yaml';
import type { BedAddresses } from '../bed/compose-fleet.ts';
import { CannotRun } from '../cannot-run.ts';
import { refuseErrors, type ChangedPlacement } from './find-change.ts';
import type { Side } from './read-sides.ts';

/** No pause is played for longer. */
export const LONGEST_PAUSE_SECONDS = 8;

/** One side of a placement: its files as they are, and what the plan makes of them. */
export interface PlayedPlacement extends ChangedPlacement {
  side: Side;
  inputs: PlanInputs;
  namespace: string;
  environment: string;
  /** Steps with their real pauses. */
  steps: readonly CanaryStep[];
  /** How many pods are played; nothing scales them. */
  replicas: number;
}

/** Reads one side of the placement that is played. */
export async function readPlayed(
  side: Side,
  { service, cluster }: ChangedPlacement,
  replicas: number | undefined,
): Promise<PlayedPlacement> {
  const { inputs, findings } = await readPlacement(side.folder, cluster, service);
  refuseErrors(side, findings);
  const { plan } = resolvePlan(inputs!);
  if (plan?.rollout.strategy !== 'canary')
    throw new CannotRun(`${side.name}: no Rollout makes the pods of ${service} on ${cluster}.`);
  const { metadata, spec } = inputs!.environment.content;
  return {
    service,
    cluster,
    side,
    inputs: inputs!,
    namespace: spec.namespace,
    environment: metadata.name,
    steps: plan.rollout.canary.steps,
    replicas: replicas ?? Math.max(1, plan.scaling.minReplicas),
  };
}

/** Seconds for which a pause is played. */
export function playedPause(seconds: number): number {
  return Math.min(seconds, LONGEST_PAUSE_SECONDS);
}

/** Writes the hand-written files of the cluster and its environment, with what the bed has in place of addresses. */
export function writeSurroundings(folder: string, played: PlayedPlacement, addresses: BedAddresses): void {
  const { cluster, environment, inputs } = played;
  write(folder, `clusters/${cluster}/cluster.yaml`, playedCluster(played, addresses));
  write(folder, `environments/${environment}/environment.yaml`, playedEnvironment(played, addresses));
  write(folder, `environments/${environment}/images.yaml`, inputs.images.content);
}

/** Writes the service as the environment runs it, with short pauses and a fixed number of pods. */
export function writeService(folder: string, played: PlayedPlacement): void {
  const { side, cluster, service } = played;
  write(folder, `apps/${service}/model-service.yaml`, playedService(played));
  const patches = `clusters/${cluster}/${service}/${PATCHES_FOLDER}`;
  rmSync(join(folder, patches), { recursive: true, force: true });
  if (existsSync(join(side.folder, patches)))
    cpSync(join(side.folder, patches), join(folder, patches), { recursive: true });
}

// As in the bed of the full tier: KEDA scales there, and Argo CD reads the bed's repository.
function playedCluster({ inputs, cluster }: PlayedPlacement, { prometheus }: BedAddresses): object {
  const { spec, ...file } = inputs.cluster.content;
  const { monitoring, autoscaling } = spec;
  return {
    ...file,
    spec: {
      ...spec,
      destination: { name: cluster },
      versions: { ...spec.versions, keda: '2.21' },
      autoscaling: autoscaling && { controller: 'keda' },
      monitoring: monitoring && {
        ...monitoring,
        prometheus: monitoring.prometheus && { ...monitoring.prometheus, address: prometheus },
      },
    },
  };
}

// What the environment runs stands in apps/ here: neither other environments nor waves are there.
function playedEnvironment({ inputs }: PlayedPlacement, { repository }: BedAddresses): object {
  const { spec, ...file } = inputs.environment.content;
  const { promotedFrom: _from, waves: _waves, ...others } = spec;
  const automated = { prune: true, selfHeal: true };
  const argocd = { repoURL: repository, targetRevision: 'refs/heads/main', automated };
  return { ...file, spec: { ...others, argocd } };
}

function playedService({ inputs, cluster, environment, steps, replicas }: PlayedPlacement): object {
  const { spec, ...file } = inputs.service.content;
  const own = (spec.overrides ?? []).filter(
    ({ match }) =>
      [undefined, cluster].includes(match.cluster) && [undefined, environment].includes(match.environment),
  );
  const last = {
    scaling: { minReplicas: replicas, maxReplicas: replicas },
    rollout: { canary: { steps: steps.map(shorten), analysis: { interval: '4s' } } },
  };
  return {
    ...file,
    spec: {
      ...spec,
      placement: { clusters: [cluster] },
      overrides: [...own, { match: { cluster }, spec: last }],
    },
  };
}

function shorten(step: CanaryStep): object {
  if ('setWeight' in step) return step;
  return { pause: { duration: `${playedPause(step.pause.durationSeconds)}s` } };
}

function write(folder: string, path: string, content: object): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), dump(content, { skipInvalid: true, noRefs: true, lineWidth: 110 }));
}
