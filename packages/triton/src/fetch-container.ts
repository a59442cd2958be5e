import type { Container } from '@fleetwright/kube-schemas';
import { MODEL_REPOSITORY, type FetcherPlan, type ServingPlan } from '@fleetwright/plan';
import { UNVERIFIED } from './checksum-script.ts';
import { initResources } from './container-resources.ts';
import { environmentVariables, escapeExpansion } from './environment-variables.ts';
import { FETCH_SCRIPT } from './fetch-script.ts';
import { IMAGE_PULL_POLICY } from './image-pull-policy.ts';
import { containerSecurityContext } from './security-context.ts';
import { mounts } from './volumes.ts';

/** Init containers that fetch the version directories: one for each store, none for drafts. */
export function fetchContainers(plan: ServingPlan): Container[] {
  if (plan.delivery.mode !== 'fetch') return [];
  return plan.delivery.fetchers.map((fetcher) => fetchContainer(plan, fetcher));
}

function fetchContainer(plan: ServingPlan, fetcher: FetcherPlan): Container {
  return {
    name: `fetch-${fetcher.store}`,
    image: fetcher.image,
    imagePullPolicy: IMAGE_PULL_POLICY,
    command: ['/bin/sh', '-c', FETCH_SCRIPT, 'fetch'],
    args: [MODEL_REPOSITORY, ...fetcher.items.flatMap(itemArguments)].map(escapeExpansion),
    // rclone keeps its cache below HOME, and the image is read-only.
    env: environmentVariables({ HOME: mounts.scratch.mountPath, ...fetcher.env }),
    resources: initResources(plan),
    securityContext: containerSecurityContext(),
    volumeMounts: [mounts.models, mounts.scratch],
  };
}

function itemArguments({ source, directory, sha256 }: FetcherPlan['items'][number]): string[] {
  return [source, directory, sha256 ?? UNVERIFIED];
}
