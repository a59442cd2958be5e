import { nearestName, type Finding } from '@fleetwright/findings';
import { RELEASES_FOLDER } from '@fleetwright/overlay/layout';
import type { ClusterFile, EnvironmentFile, Parsed } from '@fleetwright/model-service';

type Environments = ReadonlyMap<string, Parsed<EnvironmentFile>>;
type Clusters = ReadonlyMap<string, Parsed<ClusterFile>>;

/** Environments whose `promotedFrom` leads nowhere, or in a circle. */
export function promotionFindings(environments: Environments, names: readonly string[]): Finding[] {
  return [...environments].flatMap(([name, file]) => {
    const { promotedFrom } = file.content.spec;
    if (promotedFrom === undefined) return [];
    if (!names.includes(promotedFrom)) return [describeUnknown(name, file, names)];
    const circle = findCircle(environments, name);
    // Each of its members would tell the same.
    return circle[0] === name ? [describeCircle(circle, environments)] : [];
  });
}

function describeUnknown(
  name: string,
  { content, source }: Parsed<EnvironmentFile>,
  names: readonly string[],
): Finding {
  const pointer = '/spec/promotedFrom';
  const from = content.spec.promotedFrom!;
  const others = names.filter((other) => other !== name);
  const nearest = nearestName(from, others);
  return {
    rule: 'workspace/unknown-environment',
    severity: 'error',
    file: source.path,
    ...source.locate(pointer),
    pointer,
    environment: name,
    message: `${name} is promoted from ${from}, but there is no environments/${from}.`,
    fix:
      nearest === undefined
        ? `Add the environment, or name one of: ${others.join(', ') || '(there is no other)'}.`
        : `Did you mean ${nearest}?`,
  };
}

/** The environments of the circle that a name is in, from the first in code-unit order; empty when in none. */
function findCircle(environments: Environments, name: string): string[] {
  const path = [name];
  for (;;) {
    const next = environments.get(path.at(-1)!)?.content.spec.promotedFrom;
    if (next === name) break;
    if (next === undefined || path.includes(next)) return [];
    path.push(next);
  }
  const first = path.reduce((least, other) => (other < least ? other : least));
  return [...path.slice(path.indexOf(first)), ...path.slice(0, path.indexOf(first))];
}

function describeCircle(circle: readonly string[], environments: Environments): Finding {
  const [first, ...others] = circle.map((name) => {
    const { source } = environments.get(name)!;
    return { name, file: source.path, ...source.locate('/spec/promotedFrom') };
  });
  const path = [...circle, circle[0]].join(', which is promoted from ');
  return {
    rule: 'workspace/promotion-circle',
    severity: 'error',
    file: first!.file,
    line: first!.line,
    column: first!.column,
    pointer: '/spec/promotedFrom',
    environment: first!.name,
    message: `${path.replace(', which is', ' is')}: a circle, so that none of them ever gets a spec from apps/.`,
    related: others.map(({ name, ...place }) => ({ ...place, message: `promotedFrom of ${name}` })),
    fix: 'Remove promotedFrom from the environment that is to track apps/.',
  };
}

/** Waves that name clusters which the environment lacks, and clusters that no wave names. */
export function waveFindings(environment: Parsed<EnvironmentFile>, clusters: Clusters): Finding[] {
  const { waves } = environment.content.spec;
  if (waves === undefined) return [];
  const foreign = waves.flatMap((wave, index) =>
    wave.flatMap((cluster, position) =>
      describeForeign(environment, { cluster, pointer: `/spec/waves/${index}/${position}` }, clusters),
    ),
  );
  return [...foreign, ...describeForgotten(environment, waves.flat(), clusters)];
}

function describeForeign(
  { content, source }: Parsed<EnvironmentFile>,
  { cluster, pointer }: { cluster: string; pointer: string },
  clusters: Clusters,
): Finding[] {
  const { name } = content.metadata;
  const file = clusters.get(cluster);
  if (file?.content.spec.environment === name) return [];
  const base = {
    severity: 'error',
    file: source.path,
    ...source.locate(pointer),
    pointer,
    environment: name,
  } as const;
  if (file === undefined) {
    const nearest = nearestName(cluster, [...clusters.keys()]);
    const message = `${pointer} is "${cluster}", but there is no clusters/${cluster}.`;
    const fix =
      nearest === undefined ? 'Add the cluster, or remove it from the wave.' : `Did you mean ${nearest}?`;
    return [{ rule: 'workspace/unknown-cluster', ...base, message, fix }];
  }
  const other = file.content.spec.environment;
  return [
    {
      rule: 'workspace/wave-of-another-environment',
      ...base,
      message: `${pointer} is "${cluster}", a cluster of ${other}; expected clusters of ${name}.`,
      related: [
        {
          file: file.source.path,
          ...file.source.locate('/spec/environment'),
          message: `${cluster} belongs to ${other}`,
        },
      ],
      fix: 'Remove it from the wave, or change the environment of the cluster.',
    },
  ];
}

function describeForgotten(
  { content, source }: Parsed<EnvironmentFile>,
  named: readonly string[],
  clusters: Clusters,
): Finding[] {
  const { name } = content.metadata;
  return [...clusters].flatMap(([cluster, file]) => {
    if (file.content.spec.environment !== name || named.includes(cluster)) return [];
    return [
      {
        rule: 'workspace/cluster-without-wave',
        severity: 'warning',
        file: source.path,
        ...source.locate('/spec/waves'),
        pointer: '/spec/waves',
        environment: name,
        message: `No wave names ${cluster}, so that a promotion reaches it after the last one.`,
        related: [
          {
            file: file.source.path,
            ...file.source.locate('/spec/environment'),
            message: `${cluster} belongs to ${name}`,
          },
        ],
        fix: 'Add it to a wave.',
      } as const,
    ];
  });
}

/** Releases that nothing renders: those of an environment that tracks apps/, and of waves that it does not state. */
export function unusedReleases(
  { content, source }: Parsed<EnvironmentFile>,
  releases: readonly string[],
): Finding[] {
  const { name } = content.metadata;
  const { promotedFrom, waves = [] } = content.spec;
  if (promotedFrom !== undefined) return unknownWaves({ content, source }, releases, waves.length);
  if (releases.length === 0) return [];
  return [
    {
      rule: 'workspace/unused-releases',
      severity: 'warning',
      file: source.path,
      ...source.locate('/spec'),
      pointer: '/spec',
      environment: name,
      message: `${name} tracks apps/, so its releases are not rendered: ${releases.join(', ')}.`,
      fix: 'Name the environment that they come from in promotedFrom, or delete releases/.',
    },
  ];
}

function unknownWaves(
  { content, source }: Parsed<EnvironmentFile>,
  releases: readonly string[],
  waves: number,
): Finding[] {
  const { name } = content.metadata;
  return releases.flatMap((release) => {
    const [service = '', folder] = release.split('/');
    const wave = Number(/^wave-([1-9]\d*)$/.exec(folder ?? '')?.[1]);
    if (folder === undefined || wave <= waves) return [];
    return [
      {
        rule: 'workspace/unused-releases',
        severity: 'warning',
        file: source.path,
        ...source.locate('/spec/waves'),
        pointer: '/spec/waves',
        environment: name,
        service,
        message: `${name} has ${waves} ${waves === 1 ? 'wave' : 'waves'}, so its release ${release} is not rendered.`,
        fix: `Delete environments/${name}/${RELEASES_FOLDER}/${release}, or finish the promotion: nx generate promote ${service} --from=${content.spec.promotedFrom} --to=${name}`,
      } as const,
    ];
  });
}
