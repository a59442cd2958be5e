import type { Finding, RelatedLocation, Severity, SourceFile } from '@fleetwright/findings';
import type {
  ClusterFile,
  EnvironmentFile,
  ImageLockFile,
  ModelServiceFile,
  Parsed,
} from '@fleetwright/model-service';
import { originOf, type Layer } from './layers.ts';
import type { ResolvedSpec } from './resolved-spec.ts';

/** The parsed files that one placement depends on, and nothing else. */
export interface PlanInputs {
  service: Parsed<ModelServiceFile>;
  environment: Parsed<EnvironmentFile>;
  images: Parsed<ImageLockFile>;
  cluster: Parsed<ClusterFile>;
}

/** How a value came about that stands in no file. */
export interface Derivation {
  value: unknown;
  /** In words and symbols, e.g. `2 × (load + warm-up)`. */
  formula: string;
  /** The values that went in, by pointer or by a name of their own. */
  inputs: Record<string, unknown>;
}

/** State of resolving one placement: what is known, what was derived, what is wrong. */
export interface Resolution {
  inputs: PlanInputs;
  layers: Layer[];
  spec: ResolvedSpec;
  derived: Map<string, Derivation>;
  findings: Finding[];
}

/** Records how a plan value was derived and returns it. */
export function derive<T>(
  resolution: Resolution,
  pointer: string,
  derivation: { value: T; formula: string; inputs: Record<string, unknown> },
): T {
  resolution.derived.set(pointer, derivation);
  return derivation.value;
}

/** A finding of the plan, before its place is looked up. */
export interface Problem {
  rule: string;
  severity?: Severity;
  message: string;
  fix: string;
  /** Where it stands: a pointer of the merged spec, or a place in a file. */
  at: string | Place;
  related?: Party[] | undefined;
}

/** Another value that takes part in a problem, and what it says. */
export interface Party {
  at: string | Place;
  message: string;
}

/** A pointer into one of the input files. */
export interface Place {
  source: SourceFile;
  pointer: string;
}

/** A fact of the cluster. */
export function clusterPlace({ inputs }: Resolution, pointer: string): Place {
  return { source: inputs.cluster.source, pointer };
}

/** A bound of the environment's policy. */
export function policyPlace({ inputs }: Resolution, pointer: string): Place {
  return { source: inputs.environment.source, pointer: `/spec/policy${pointer}` };
}

/** Reports a problem at the file and line that caused it. */
export function report(resolution: Resolution, problem: Problem): void {
  const { service, environment, cluster } = resolution.inputs;
  const place = resolvePlace(resolution, problem.at);
  resolution.findings.push({
    rule: problem.rule,
    severity: problem.severity ?? 'error',
    message: problem.message,
    file: place.source.path,
    ...place.source.locate(place.pointer),
    pointer: place.pointer,
    service: service.content.metadata.name,
    environment: environment.content.metadata.name,
    cluster: cluster.content.metadata.name,
    ...(problem.related && { related: problem.related.map((related) => locateRelated(resolution, related)) }),
    fix: problem.fix,
  });
}

function locateRelated(resolution: Resolution, { at, message }: Party): RelatedLocation {
  const { source, pointer } = resolvePlace(resolution, at);
  return { file: source.path, ...source.locate(pointer), message };
}

/** The file and pointer behind a pointer of the merged spec; a built-in default is blamed on the service's spec. */
function resolvePlace(resolution: Resolution, at: string | Place): Place {
  if (typeof at !== 'string') return at;
  const place = originOf(resolution.layers, at)?.layer.place;
  return place === undefined
    ? { source: resolution.inputs.service.source, pointer: `/spec${at}` }
    : { source: place.source, pointer: `${place.base}${at}` };
}
