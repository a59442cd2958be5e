import type { Container, ContainerPort, VolumeMount } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { artifactMounts } from './artifact-volumes.ts';
import { tritonResources } from './container-resources.ts';
import { environmentVariables, escapeExpansion } from './environment-variables.ts';
import { IMAGE_PULL_POLICY } from './image-pull-policy.ts';
import { tritonProbes } from './probes.ts';
import { containerSecurityContext } from './security-context.ts';
import { mounts } from './volumes.ts';

/** The container that runs Triton Inference Server over the composed model repository, or over a remote one. */
export function tritonContainer(plan: ServingPlan): Container {
  return {
    name: 'triton',
    image: plan.triton.image,
    imagePullPolicy: IMAGE_PULL_POLICY,
    command: ['tritonserver'],
    args: plan.triton.args.map(escapeExpansion),
    env: environmentVariables(plan.triton.env),
    ports: tritonPorts(plan),
    ...tritonProbes(plan),
    // Triton resets new connections as soon as it is told to stop: first the endpoints must have forgotten the pod.
    lifecycle: { preStop: { sleep: { seconds: plan.budgets.preStopSeconds } } },
    resources: tritonResources(plan),
    securityContext: containerSecurityContext(),
    volumeMounts: [...modelMounts(plan), mounts.scratch, mounts.sharedMemory],
  };
}

function modelMounts({ delivery }: ServingPlan): VolumeMount[] {
  return delivery.mode === 'remote' ? [] : [mounts.modelsReadOnly, ...artifactMounts(delivery)];
}

// HTTP is always there for the probes. TCP is a default of the schema: left out, Argo CD would see a difference.
function tritonPorts(plan: ServingPlan): ContainerPort[] {
  const { http, grpc, metrics } = plan.triton.ports;
  const hasGrpc = plan.traffic.protocols.includes('grpc');
  return [
    { name: 'http', containerPort: http, protocol: 'TCP' },
    ...(hasGrpc ? [{ name: 'grpc', containerPort: grpc, protocol: 'TCP' as const }] : []),
    { name: 'http-metrics', containerPort: metrics, protocol: 'TCP' },
  ];
}
