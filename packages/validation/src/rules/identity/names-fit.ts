import { appendPointer } from '@fleetwright/findings';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsOf } from '../../graph/service-ports.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const namesFit = defineRule({
  id: 'identity/names-fit',
  severity: 'error',
  needs: [],
  holds:
    'Names, label values and port names have the form and length that Kubernetes gives them, and so have the names that controllers derive.',
  why: 'The API server refuses the object, or a controller cannot make its pods.',
  sources: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
    'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/',
    'https://github.com/kubernetes/kubernetes/issues/64023',
  ],
  *check({ graph }) {
    for (const node of graph.nodes) {
      yield* checkName(node);
      yield* checkLabels(node, node.object.metadata?.labels, '/metadata/labels');
    }
    for (const { node, podLabels, templatePointer } of graph.workloads)
      if (templatePointer !== '') yield* checkLabels(node, podLabels, `${templatePointer}/metadata/labels`);
    yield* checkPorts(graph);
  },
});

/** Longest names by kind: what a controller appends must fit into 63. */
const LONGEST: Readonly<Record<string, { length: number; because: string }>> = {
  '/Service': { length: 63, because: 'it is a label of a DNS name' },
  '/Namespace': { length: 63, because: 'it is a label of a DNS name' },
  'apps/StatefulSet': { length: 52, because: 'its revisions add a hash to it, as the value of a label' },
  'batch/CronJob': { length: 52, because: 'its Jobs add a time of 11 characters to it' },
  'batch/Job': { length: 63, because: 'its pods have it as the value of a label' },
};

function* checkName(node: Node): Iterable<Violation> {
  const { name, group, kind } = node;
  if (name === '') return;
  const limit = LONGEST[`${group}/${kind}`];
  const at = { node, pointer: '/metadata/name' };
  if (limit !== undefined && name.length > limit.length)
    yield {
      ...at,
      message: `The name ${name} has ${name.length} characters; a ${kind}'s has at most ${limit.length}: ${limit.because}.`,
      fix: `Shorten it to ${limit.length} characters.`,
    };
  else if (kind === 'Service' && group === '' && !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))
    yield {
      ...at,
      message: `The name ${name} is no Service name: lower-case letters, digits and dashes, first a letter.`,
      fix: 'Rename the Service.',
    };
}

function* checkLabels(node: Node, labels: unknown, pointer: string): Iterable<Violation> {
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (typeof value !== 'string' || isLabelValue(value)) continue;
    yield {
      node,
      pointer: appendPointer(pointer, key),
      message: `The value of ${key}, ${shorten(value)}, is no label value: at most 63 letters, digits, dashes, dots and underscores, first and last a letter or digit.`,
      fix: `Shorten or change it in ${nameOf(node)}.`,
    };
  }
}

function isLabelValue(value: string): boolean {
  return value.length <= 63 && /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(value);
}

function shorten(value: string): string {
  return value.length > 80 ? `${value.slice(0, 77)}...` : value;
}

function* checkPorts(graph: ResourceGraph): Iterable<Violation> {
  for (const node of graph.ofKind('Service'))
    for (const { port, pointer } of portsOf(node)) yield* checkPort(node, port.name, `${pointer}/name`, 63);
  for (const { node, containers } of graph.workloads)
    for (const { container, pointer } of containers)
      for (const [index, { name }] of (container.ports ?? []).entries())
        yield* checkPort(node, name, `${pointer}/ports/${index}/name`, 15);
}

function* checkPort(
  node: Node,
  name: string | undefined,
  pointer: string,
  limit: number,
): Iterable<Violation> {
  if (name === undefined || (name.length <= limit && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))) return;
  yield {
    node,
    pointer,
    message: `The port name ${shorten(name)} is none: at most ${limit} lower-case letters, digits and single dashes.`,
    fix: 'Shorten or change it, and what refers to it.',
  };
}
