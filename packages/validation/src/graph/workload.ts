import type { Container, LabelSelector, PodTemplateSpec } from '@fleetwright/kube-schemas';
import type { Loose } from './kinds.ts';
import type { Labels } from './label-selector.ts';
import type { Node } from './node.ts';

/** Anything that makes pods, whatever its kind. */
export interface Workload {
  node: Node;
  /** JSON pointer of the pod template in the object; empty for a Pod. */
  templatePointer: string;
  template: Loose<PodTemplateSpec>;
  podLabels: Labels;
  /** Absent for a Pod and where the controller makes one (Job). */
  selector: Loose<LabelSelector> | undefined;
  containers: WorkloadContainer[];
}

/** A container of a workload, init containers included. */
export interface WorkloadContainer {
  container: Loose<Container>;
  /** JSON pointer of the container in the object. */
  pointer: string;
  /** Runs to its end before the others start; a native sidecar is no such one. */
  init: boolean;
}

const TEMPLATES: Readonly<Record<string, string>> = {
  'apps/Deployment': '/spec/template',
  'apps/StatefulSet': '/spec/template',
  'apps/DaemonSet': '/spec/template',
  'apps/ReplicaSet': '/spec/template',
  'argoproj.io/Rollout': '/spec/template',
  'batch/Job': '/spec/template',
  'batch/CronJob': '/spec/jobTemplate/spec/template',
  '/Pod': '',
};

/** The workload that an object is, if it is one. */
export function workloadOf(node: Node): Workload | undefined {
  const templatePointer = TEMPLATES[`${node.group}/${node.kind}`];
  if (templatePointer === undefined) return undefined;
  const template = (valueAt(node.object, templatePointer) ?? {}) as Loose<PodTemplateSpec>;
  const { selector } = (node.object.spec ?? {}) as { selector?: Loose<LabelSelector> };
  return {
    node,
    templatePointer,
    template,
    podLabels: template.metadata?.labels ?? {},
    selector: templatePointer === '/spec/template' ? selector : undefined,
    containers: listContainers(template, templatePointer),
  };
}

function valueAt(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, field) => (value as Record<string, unknown> | undefined)?.[field], root);
}

function listContainers({ spec }: Loose<PodTemplateSpec>, templatePointer: string): WorkloadContainer[] {
  const list = (field: 'initContainers' | 'containers') =>
    (spec?.[field] ?? []).map((container, index) => ({
      container,
      pointer: `${templatePointer}/spec/${field}/${index}`,
      init: field === 'initContainers' && container.restartPolicy !== 'Always',
    }));
  return [...list('initContainers'), ...list('containers')];
}
