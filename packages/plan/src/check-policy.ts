import { compareReleases } from '@fleetwright/triton-config';
import { clusterPlace, policyPlace, report, type Party, type Resolution } from './resolution.ts';
import { findCanaryObstacle } from './resolve-rollout.ts';
import type { ServingPlan, TrafficPlan } from './serving-plan.ts';

/** Checks the environment's bounds against what resulted; each finding names all places that disagree. */
export function checkPolicy(resolution: Resolution, plan: ServingPlan): void {
  checkReplicas(resolution, plan);
  checkRelease(resolution, plan);
  checkArtifacts(resolution, plan);
  checkRollout(resolution, plan);
  checkAutoComplete(resolution);
}

function policyOf({ inputs }: Resolution) {
  return inputs.environment.content.spec.policy ?? {};
}

/** A bound that is exceeded. */
interface Excess {
  rule: string;
  message: string;
  fix: string;
  /** Pointer of the merged spec. */
  at: string;
  /** Pointer of the policy. */
  bound: string;
  /** Facts of the cluster that play a part. */
  facts?: readonly Party[];
}

function refuse(resolution: Resolution, { rule, message, fix, at, bound, facts = [] }: Excess): void {
  const { name } = resolution.inputs.environment.content.metadata;
  report(resolution, {
    rule: `policy/${rule}`,
    message,
    fix,
    at,
    related: [{ at: policyPlace(resolution, bound), message: `the bound of ${name}` }, ...facts],
  });
}

function checkReplicas(resolution: Resolution, { scaling }: ServingPlan): void {
  const { minReplicas } = policyOf(resolution);
  if (minReplicas === undefined || scaling.minReplicas >= minReplicas) return;
  refuse(resolution, {
    rule: 'min-replicas',
    message: `scaling.minReplicas is ${scaling.minReplicas}; the policy asks for at least ${minReplicas}.`,
    fix: `Set scaling.minReplicas to ${minReplicas} or more.`,
    at: '/scaling/minReplicas',
    bound: '/minReplicas',
  });
}

function checkRelease(resolution: Resolution, { triton }: ServingPlan): void {
  const minRelease = policyOf(resolution).triton?.minRelease;
  if (minRelease === undefined || compareReleases(triton.release, minRelease) >= 0) return;
  refuse(resolution, {
    rule: 'min-release',
    message: `triton.release is ${triton.release}; the policy asks for ${minRelease} or later.`,
    fix: `Set triton.release to ${minRelease} or later.`,
    at: '/triton/release',
    bound: '/triton/minRelease',
  });
}

function checkArtifacts(resolution: Resolution, plan: ServingPlan): void {
  const { verified, stores } = policyOf(resolution).artifacts ?? {};
  if (verified && plan.delivery.mode === 'remote') return refuseUnverified(resolution);
  plan.models.forEach(({ backend, versions }, modelIndex) =>
    versions.forEach(({ version, artifact }, versionIndex) => {
      const at = `/models/${modelIndex}/versions/${versionIndex}`;
      if (verified && backend !== 'ensemble' && artifact?.sha256 === undefined) {
        refuse(resolution, {
          rule: 'verified-artifacts',
          message: `Version ${version} has ${artifact === undefined ? 'no artifact' : 'an artifact without sha256'}; the policy asks for verified artifacts.`,
          fix: 'Give the artifact and its sha256 (docs/artifacts.md).',
          at,
          bound: '/artifacts/verified',
        });
      }
      if (stores !== undefined && artifact !== undefined && !stores.includes(artifact.store)) {
        refuse(resolution, {
          rule: 'artifact-stores',
          message: `The artifact is in the store ${artifact.store}; the policy allows ${stores.join(', ')}.`,
          fix: 'Move the artifact to an allowed store.',
          at: `${at}/artifacts`,
          bound: '/artifacts/stores',
        });
      }
    }),
  );
}

// No checksum in the spec makes up for a bucket that nobody looks into.
function refuseUnverified(resolution: Resolution): void {
  refuse(resolution, {
    rule: 'verified-artifacts',
    message: `On ${resolution.inputs.cluster.content.metadata.name} Triton reads the bucket itself, so that nothing verifies its artifacts; the policy asks for verified ones.`,
    fix: 'Choose another modelDelivery.mode for the cluster, or place the service elsewhere.',
    at: '/modelRepository',
    bound: '/artifacts/verified',
    facts: [{ at: clusterPlace(resolution, '/spec/modelDelivery/mode'), message: 'delivery is remote' }],
  });
}

function checkRollout(resolution: Resolution, { rollout, traffic }: ServingPlan): void {
  const { maxFirstWeight, requireAnalysis } = policyOf(resolution).rollout ?? {};
  if (rollout.strategy !== 'canary') {
    if (requireAnalysis) refuseWithoutAnalysis(resolution, traffic);
    return;
  }
  const index = rollout.canary.steps.findIndex((step) => 'setWeight' in step);
  const first = rollout.canary.steps[index];
  if (maxFirstWeight === undefined || first === undefined || !('setWeight' in first)) return;
  if (first.setWeight <= maxFirstWeight) return;
  refuse(resolution, {
    rule: 'max-first-weight',
    message: `The first canary step moves ${first.setWeight} % of the traffic; the policy allows ${maxFirstWeight} %.`,
    fix: `Begin with setWeight: ${maxFirstWeight} or less.`,
    at: `/rollout/canary/steps/${index}/setWeight`,
    bound: '/rollout/maxFirstWeight',
  });
}

function refuseWithoutAnalysis(resolution: Resolution, traffic: TrafficPlan): void {
  const { name } = resolution.inputs.cluster.content.metadata;
  refuse(resolution, {
    rule: 'require-analysis',
    message: `On ${name} a new version replaces pods one by one; the policy asks for a canary that is judged.`,
    fix: 'Give the cluster Argo Rollouts and a gateway, or place the service elsewhere.',
    at: '/rollout',
    bound: '/rollout/requireAnalysis',
    facts: findCanaryObstacle(resolution, traffic)?.parties ?? [],
  });
}

function checkAutoComplete(resolution: Resolution): void {
  if (policyOf(resolution).autoComplete !== false) return;
  resolution.spec.models.forEach(({ name, config }, index) => {
    const isEnsemble = config.platform === 'ensemble';
    if (isEnsemble || ((config.input ?? []).length > 0 && (config.output ?? []).length > 0)) return;
    refuse(resolution, {
      rule: 'auto-complete',
      message: `The configuration of ${name} leaves inputs or outputs to Triton; the policy asks for explicit ones.`,
      fix: 'State input and output in the configuration.',
      at: `/models/${index}/config`,
      bound: '/autoComplete',
    });
  });
}
