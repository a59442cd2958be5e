import { appendPointer } from '@fleetwright/findings';
import type { ClusterSpec, ModelStore, NodeGpu } from '../generated/types.ts';
import type { Problem } from '../problem.ts';

/** Facts that a cluster's shape needs: versions of what it runs, and stores that its delivery can read. */
export function shapeProblems(spec: ClusterSpec): Problem[] {
  return [...versionProblems(spec), ...deliveryProblems(spec)];
}

function versionProblems({ versions, mesh, gateway, rollouts, autoscaling }: ClusterSpec): Problem[] {
  const needs: [keyof ClusterSpec['versions'], boolean, string, string][] = [
    ['istio', mesh.mode !== 'none', '/spec/mesh/mode', `the mesh is ${mesh.mode}`],
    ['istio', mesh.mode === 'none' && gateway !== undefined, '/spec/gateway', 'the gateway is one of Istio'],
    ['argoRollouts', rollouts.enabled, '/spec/rollouts/enabled', 'Argo Rollouts is enabled'],
    ['keda', autoscaling.controller === 'keda', '/spec/autoscaling/controller', 'KEDA scales'],
  ];
  return needs
    .filter(([component, needed]) => needed && versions[component] === undefined)
    .map(([component, , pointer, message]) => ({
      rule: 'input/missing-field',
      pointer: '/spec/versions',
      message: `/spec/versions has no ${component}, which the cluster runs.`,
      fix: `Add ${component}: its major and minor version.`,
      related: [{ pointer, message }],
    }));
}

const DELIVERABLE: Record<ClusterSpec['modelDelivery']['mode'], readonly string[]> = {
  fetch: ['s3', 'gs', 'azureblob'],
  'image-volume': ['oci'],
  pvc: ['pvc'],
  remote: ['s3', 'gs', 'azureblob'],
};

function deliveryProblems({ modelDelivery: { mode }, modelStores }: ClusterSpec): Problem[] {
  return Object.entries(modelStores).flatMap(([name, store]) => {
    const pointer = appendPointer('/spec/modelStores', name);
    return [...schemeProblems(store, mode, pointer), ...egressNeeds(store, mode, pointer)];
  });
}

function schemeProblems({ uri }: ModelStore, mode: keyof typeof DELIVERABLE, pointer: string): Problem[] {
  const expected = DELIVERABLE[mode];
  if (expected.some((scheme) => uri.startsWith(`${scheme}://`))) return [];
  const schemes = expected.map((scheme) => `${scheme}://`).join(', ');
  return [
    {
      rule: 'input/delivery',
      pointer: `${pointer}/uri`,
      message: `${pointer}/uri is "${uri}", which delivery ${mode} cannot read; expected ${schemes}.`,
      fix: 'Change the store, or modelDelivery.mode.',
      related: [{ pointer: '/spec/modelDelivery/mode', message: `delivery is ${mode}` }],
    },
  ];
}

// Pods themselves talk to buckets; images and claims are the kubelet's business.
function egressNeeds({ egress }: ModelStore, mode: keyof typeof DELIVERABLE, pointer: string): Problem[] {
  if (egress !== undefined || mode === 'image-volume' || mode === 'pvc') return [];
  return [
    {
      rule: 'input/missing-field',
      pointer,
      message: `${pointer} has no egress; delivery ${mode} needs to know where its traffic goes.`,
      fix: 'Add egress: [{ cidr: …, port: 443 }].',
      related: [{ pointer: '/spec/modelDelivery/mode', message: `delivery is ${mode}` }],
    },
  ];
}

/** Facts of devices that exclude or need each other. */
export function gpuProblems(gpu: NodeGpu, pointer: string): Problem[] {
  return [...accessProblems(gpu, pointer), ...sharingProblems(gpu, pointer)];
}

function accessProblems(gpu: NodeGpu, pointer: string): Problem[] {
  const { resource, deviceClass } = gpu;
  if ((resource === undefined) !== (deviceClass === undefined)) return deviceCountProblems(gpu, pointer);
  const found = resource === undefined ? 'neither resource nor deviceClass' : 'both resource and deviceClass';
  return [
    {
      rule: 'input/exclusive',
      pointer,
      message: `${pointer} has ${found}; expected one of the two.`,
      fix: 'Write resource for the device plugin, or deviceClass for dynamic resource allocation.',
    },
  ];
}

function deviceCountProblems({ deviceClass, devices }: NodeGpu, pointer: string): Problem[] {
  if ((deviceClass === undefined) === (devices === undefined)) return [];
  return [
    {
      rule: 'input/exclusive',
      pointer,
      message:
        devices === undefined
          ? `${pointer} has deviceClass without devices.`
          : `${pointer} has devices without deviceClass; the device plugin counts in allocatable.`,
      fix: devices === undefined ? 'Add devices: how many a node has.' : 'Remove devices.',
    },
  ];
}

function sharingProblems({ sharing, replicas }: NodeGpu, pointer: string): Problem[] {
  if ((sharing === 'time-slicing') === (replicas !== undefined)) return [];
  return [
    {
      rule: 'input/exclusive',
      pointer: `${pointer}/sharing`,
      message:
        replicas === undefined
          ? `${pointer}/sharing is time-slicing, but replicas is missing.`
          : `${pointer}/sharing is ${sharing}, but replicas is ${replicas}; only time-slicing has it.`,
      fix: replicas === undefined ? 'Add replicas: pods per device.' : 'Remove replicas.',
    },
  ];
}
