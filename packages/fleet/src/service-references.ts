import { nearestName, type Finding, type Severity } from '@fleetwright/findings';
import type { ModelServiceFile, Parsed } from '@fleetwright/model-service';

/** What exists to be named. */
export interface KnownNames {
  clusters: readonly string[];
  environments: readonly string[];
}

/**
 * Names in a spec that stand for no cluster and no environment. One in `placement` keeps the service from a cluster
 * it is meant for; one in an override may be of a cluster that is gone, and changes nothing.
 */
export function serviceReferenceFindings(spec: Parsed<ModelServiceFile>, known: KnownNames): Finding[] {
  const { placement, overrides = [] } = spec.content.spec;
  return [
    ...(placement?.clusters ?? []).map((name, index) =>
      describe(spec, known, { kind: 'cluster', name, pointer: `/spec/placement/clusters/${index}` }, 'error'),
    ),
    ...overrides.flatMap(({ match }, index) =>
      (['cluster', 'environment'] as const).map((kind) => {
        const pointer = `/spec/overrides/${index}/match/${kind}`;
        return describe(spec, known, { kind, name: match[kind], pointer }, 'warning');
      }),
    ),
  ].filter((finding) => finding !== undefined);
}

interface Named {
  kind: 'cluster' | 'environment';
  name: string | undefined;
  pointer: string;
}

function describe(
  { content, source }: Parsed<ModelServiceFile>,
  known: KnownNames,
  { kind, name, pointer }: Named,
  severity: Severity,
): Finding | undefined {
  const names = known[`${kind}s`];
  if (name === undefined || names.includes(name)) return undefined;
  const nearest = nearestName(name, names);
  return {
    rule: `workspace/unknown-${kind}`,
    severity,
    file: source.path,
    ...source.locate(pointer),
    pointer,
    service: content.metadata.name,
    message: `${pointer} is "${name}", but there is no ${kind}s/${name}.`,
    fix: nearest === undefined ? `Add the ${kind}, or remove its name.` : `Did you mean ${nearest}?`,
  };
}
