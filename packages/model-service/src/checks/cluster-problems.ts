import { appendPointer } from '@fleetwright/findings';
import { parseQuantity } from '@fleetwright/kube';
import type { ClusterSpec, Gateway, ModelStore, NetworkAndPort, NodePool } from '../generated/types.ts';
import type { Problem } from '../problem.ts';
import { showValue } from '../show-value.ts';
import type { ReadPart } from '../sound-parts.ts';
import { addressProblems, networkProblems } from './address-problems.ts';
import { durationProblems, quantityProblems } from './amount-problems.ts';
import { repetitionProblems } from './repetition-problems.ts';
import { gpuProblems, shapeProblems } from './shape-problems.ts';

/** Facts of a cluster that contradict one another. */
export function clusterProblems(read: ReadPart): Problem[] {
  const problemsOf = <T>(pointer: string, find: (part: T, at: string) => Problem[]): Problem[] => {
    const part = read<T>(pointer);
    return part === undefined ? [] : find(part, pointer);
  };
  return [
    ...problemsOf<ClusterSpec>('/spec', shapeProblems),
    ...problemsOf<Gateway>('/spec/gateway', gatewayProblems),
    ...problemsOf<NodePool[]>('/spec/nodePools', nodePoolProblems),
    ...problemsOf<ClusterSpec['modelStores']>('/spec/modelStores', (stores, at) =>
      Object.entries(stores).flatMap(([name, store]) => storeProblems(store, appendPointer(at, name))),
    ),
    ...problemsOf<NetworkAndPort[]>('/spec/identity/egress', egressProblems),
    ...problemsOf<string>('/spec/monitoring/prometheus/address', addressProblems),
    ...problemsOf<string>('/spec/monitoring/scrapeInterval', durationProblems),
  ];
}

function gatewayProblems({ hosts }: Gateway, pointer: string): Problem[] {
  if (hosts.some((host) => host.startsWith('*.'))) return [];
  return [
    {
      rule: 'input/gateway-hosts',
      pointer: `${pointer}/hosts`,
      message: `${pointer}/hosts has no wildcard; expected one such as *.ml.example.com, the domain of the services.`,
      fix: 'Add the wildcard host of the gateway.',
    },
  ];
}

function nodePoolProblems(pools: readonly NodePool[], pointer: string): Problem[] {
  return [
    ...repetitionProblems(pools, { pointer, field: 'name', identity: ({ name }) => name, what: 'node pool' }),
    ...pools.flatMap((pool, index) => [
      ...nodeCountProblems(pool, `${pointer}/${index}/nodes`),
      ...allocatableProblems(pool, `${pointer}/${index}`),
    ]),
  ];
}

function nodeCountProblems({ nodes: { min, max } }: NodePool, pointer: string): Problem[] {
  if (min <= max) return [];
  return [
    {
      rule: 'input/nodes',
      pointer: `${pointer}/min`,
      message: `${pointer}/min is ${min}, above max, which is ${max}.`,
      fix: 'Lower min or raise max.',
      related: [{ pointer: `${pointer}/max`, message: `max is ${max}` }],
    },
  ];
}

function allocatableProblems({ allocatable, gpu }: NodePool, pointer: string): Problem[] {
  const amounts = Object.entries(allocatable).flatMap(([resource, amount]) =>
    typeof amount === 'string'
      ? quantityProblems(amount, appendPointer(`${pointer}/allocatable`, resource))
      : [],
  );
  if (gpu === undefined) return amounts;
  const memory = [
    ...quantityProblems(gpu.memory, `${pointer}/gpu/memory`),
    ...gpuProblems(gpu, `${pointer}/gpu`),
  ];
  // With dynamic resource allocation devices are published by slices, not as an extended resource.
  if (gpu.resource === undefined) return [...amounts, ...memory];
  const devices = Object.hasOwn(allocatable, gpu.resource) ? allocatable[gpu.resource] : undefined;
  const count = typeof devices === 'string' ? parseQuantity(devices) : devices;
  if (count !== undefined && Number.isInteger(count) && count > 0) return [...amounts, ...memory];
  return [...amounts, ...memory, missingDevices({ resource: gpu.resource, devices }, pointer)];
}

function missingDevices(
  { resource, devices }: { resource: string; devices: unknown },
  pointer: string,
): Problem {
  const found = devices === undefined ? `has no ${resource}` : `has ${resource}: ${showValue(devices)}`;
  return {
    rule: 'input/gpu-resource',
    pointer: `${pointer}/gpu/resource`,
    message: `${pointer}/gpu/resource is ${resource}, but allocatable ${found}; expected the number of devices per node.`,
    fix: `Add ${resource} to allocatable, or remove gpu.`,
    related: [{ pointer: `${pointer}/allocatable`, message: `allocatable ${found}` }],
  };
}

function storeProblems(
  { uri, endpoint, account, bandwidth, egress }: ModelStore,
  pointer: string,
): Problem[] {
  const problems = [
    ...addressProblems(endpoint, `${pointer}/endpoint`),
    ...quantityProblems(bandwidth, `${pointer}/bandwidth`),
    ...egressProblems(egress ?? [], `${pointer}/egress`),
  ];
  if (
    uri
      .split('/')
      .slice(3)
      .some((segment) => segment === '.' || segment === '..')
  )
    problems.push({
      rule: 'input/storage-path',
      pointer: `${pointer}/uri`,
      message: `${pointer}/uri is "${uri}"; expected a prefix without "." and "..".`,
      fix: 'Write the prefix of the models in the bucket.',
    });
  if (uri.startsWith('azureblob:') && account === undefined)
    problems.push({
      rule: 'input/missing-field',
      pointer,
      message: `${pointer} has no account, which an azureblob store needs.`,
      fix: 'Add account: Azure storage account.',
      related: [{ pointer: `${pointer}/uri`, message: `the store is ${uri}` }],
    });
  return problems;
}

function egressProblems(egress: readonly NetworkAndPort[], pointer: string): Problem[] {
  return egress.flatMap(({ cidr }, index) => networkProblems(cidr, `${pointer}/${index}/cidr`));
}
