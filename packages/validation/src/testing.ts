import { InternalError, parsePointer } from '@fleetwright/findings';
import { readManifests, type KubeObject, type Manifest } from '@fleetwright/manifests';
import { renderOverlay, renderPlatform } from '@fleetwright/overlay';
import { resolvePlan, type PlanInputs } from '@fleetwright/plan';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { checkSet } from './check-set.ts';
import { ResourceGraph } from './graph/resource-graph.ts';
import type { Facts } from './rule.ts';
import { locatePlace } from './locate-place.ts';
import { RULES } from './rules/index.ts';
import { networkRules } from './rules/network/index.ts';
import { securityRules } from './rules/security/index.ts';
import { tritonRules } from './rules/triton/index.ts';
import { workloadRules } from './rules/workload/index.ts';
import { collectFacts } from './validate-set.ts';
import { validateCluster } from './validate-cluster.ts';

/** One change of the objects of the sound service. */
export type Edit = (objects: KubeObject[]) => void;

/** Sets the value at a pointer of an object (`<kind>/<name>`); `-` appends to a list. */
export function set(name: string, pointer: string, value: unknown): Edit {
  return (objects) => {
    const { parent, field } = findParent(objects, name, pointer);
    if (Array.isArray(parent) && field === '-') parent.push(value);
    else (parent as Record<string, unknown>)[field] = value;
  };
}

/** Removes what stands at a pointer of an object. */
export function remove(name: string, pointer: string): Edit {
  return (objects) => {
    const { parent, field } = findParent(objects, name, pointer);
    if (!Object.hasOwn(parent, field)) throw new InternalError(`${name} has nothing at ${pointer}.`);
    if (Array.isArray(parent)) parent.splice(Number(field), 1);
    else delete (parent as Record<string, unknown>)[field];
  };
}

/** Removes a whole object. */
export function drop(name: string): Edit {
  return (objects) => void objects.splice(objects.indexOf(findObject(objects, name)), 1);
}

/** Adds objects, given as YAML. */
export function add(yaml: string): Edit {
  return (objects) =>
    void objects.push(...readManifests('added.yaml', yaml).manifests.map(({ object }) => object));
}

/** What a test may choose besides its edits. */
export interface JudgeOptions {
  inputs?: PlanInputs;
  facts?: Partial<Facts>;
}

/**
 * `<rule> <kind>/<name> <pointer>: <message>` of every finding on a rendered, sound service after edits, with the
 * facts of its cluster and environment; its cluster's platform folder is context.
 */
export function judgeService(
  edits: readonly Edit[] = [],
  { inputs = SOUND_INPUTS, facts }: JudgeOptions = {},
): string[] {
  const { objects, platform } = inputs === SOUND_INPUTS ? renderSound() : render(inputs);
  for (const edit of edits) edit(objects);
  const { cluster, environment } = inputs;
  return judge(
    objects.map((object) => toManifest(object)),
    platform,
    { complete: true, cluster: cluster.content, environment: environment.content, ...facts },
  );
}

interface Rendered {
  objects: KubeObject[];
  platform: Manifest[];
}

const SOUND_INPUTS = planInputsFixture();

let sound: Rendered | undefined;

// Most tests are about the same service: each gets a copy of it to break.
function renderSound(): Rendered {
  sound ??= render(SOUND_INPUTS);
  return { ...sound, objects: structuredClone(sound.objects) };
}

function render(inputs: PlanInputs): Rendered {
  const { plan } = resolvePlan(inputs);
  if (plan === undefined) throw new InternalError('The inputs of the test do not resolve.');
  const manifests = renderOverlay(plan, { patches: [] }).flatMap(readArea);
  return {
    objects: manifests.map(({ object }) => object),
    platform: renderPlatform(inputs.cluster, inputs.environment).files.flatMap(readArea),
  };
}

/**
 * The same of any YAML; nothing but what is given is known. Warnings about what a pod should have, which a short
 * text leaves out, are told only with `advice`.
 */
export function judgeYaml(
  yaml: string,
  { advice = false, ...facts }: Partial<Facts> & { complete?: boolean; advice?: boolean } = {},
): string[] {
  const { manifests, findings } = readManifests('manifests.yaml', yaml);
  if (findings.length > 0) throw new InternalError(findings.map(({ message }) => message).join('\n'));
  const told = judge(manifests, [], { complete: true, ...facts });
  return advice ? told : told.filter((line) => !ADVICE.has(line.split(' ')[0]!));
}

const ADVICE = new Set(
  [...workloadRules, ...tritonRules, ...networkRules, ...securityRules]
    .filter(({ severity }) => severity !== 'error')
    .map(({ id }) => id),
);

function judge(
  manifests: Manifest[],
  context: Manifest[],
  { complete, ...facts }: Partial<Facts> & { complete: boolean },
): string[] {
  const graph = new ResourceGraph({ manifests, context });
  const { findings } = checkSet(RULES, { graph, complete, ...facts }, { wellFormed: true });
  const across = validateCluster([collectFacts({ graph, complete })], {
    facts: facts.cluster && facts.environment && { cluster: facts.cluster, environment: facts.environment },
    locate: (place) => locatePlace(manifests, place),
  });
  return [...findings.map(({ finding }) => finding), ...across].map(
    ({ rule, resource, pointer, message }) => `${rule} ${resource} ${pointer}: ${message}`,
  );
}

function readArea({ path, text }: { path: string; text: string }): Manifest[] {
  return /^(?:kustomization|placement|.*\.values)\.yaml$/.test(path)
    ? []
    : readManifests(path, text).manifests;
}

function findObject(objects: readonly KubeObject[], name: string): KubeObject {
  const object = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name);
  if (object === undefined) throw new InternalError(`The service has no ${name}.`);
  return object;
}

function findParent(objects: readonly KubeObject[], name: string, pointer: string) {
  const segments = parsePointer(pointer);
  const field = segments.pop();
  if (field === undefined) throw new InternalError('Use drop() for a whole object.');
  let parent: unknown = findObject(objects, name);
  for (const segment of segments) parent = (parent as Record<string, unknown> | undefined)?.[segment];
  if (typeof parent !== 'object' || parent === null)
    throw new InternalError(`${name} has nothing at ${pointer}.`);
  return { parent, field };
}

function toManifest(object: KubeObject): Manifest {
  const text = JSON.stringify(object, undefined, 2);
  return { file: `${object.kind}.json`, line: 1, text, root: '', object: JSON.parse(text) as KubeObject };
}
