/** Who answers for what, as the inputs say it. */
export interface Ownership {
  environments: readonly { name: string; owners: readonly string[] }[];
  clusters: readonly { name: string; environment: string }[];
  /** The label `team` of each service. */
  services: readonly { name: string; team?: string }[];
}

const BEGIN = '# Generated from the inputs by npm run codeowners: do not edit up to the end mark.';
const END = '# End of the generated lines.';

/**
 * Lines of CODEOWNERS: environments and clusters belong to the owners of the environment, a service to its team, within
 * the organisation of the environments' owners. Of several lines that fit a file the last decides.
 */
export function listOwners(ownership: Ownership): string[] {
  const { environments, clusters, services } = ownership;
  const owners = new Map(environments.map((environment) => [environment.name, environment.owners]));
  const organisation = organisationOf(environments.flatMap((environment) => environment.owners));
  return [
    ...environments.map(({ name, owners: own }) => lineOf(`/environments/${name}/`, own)),
    ...clusters.map(({ name, environment }) => lineOf(`/clusters/${name}/`, owners.get(environment) ?? [])),
    ...services.map(({ name, team }) =>
      lineOf(
        `/apps/${name}/`,
        team === undefined || organisation === undefined ? [] : [`@${organisation}/${team}`],
      ),
    ),
  ].filter((line) => line !== undefined);
}

/** A CODEOWNERS file with its generated lines replaced, or put first; every other line stays as it is. */
export function replaceOwners(text: string, lines: readonly string[]): string {
  const block = [BEGIN, ...lines, END].join('\n');
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start === -1 || end < start) return text === '' ? `${block}\n` : `${block}\n\n${text}`;
  return `${text.slice(0, start)}${block}${text.slice(end + END.length)}`;
}

function lineOf(path: string, owners: readonly string[]): string | undefined {
  return owners.length === 0 ? undefined : `${path.padEnd(39)} ${owners.join(' ')}`;
}

// A team has an owner only where all teams are of one organisation.
function organisationOf(owners: readonly string[]): string | undefined {
  const names = new Set(owners.flatMap((owner) => /^@([^/]+)\/./.exec(owner)?.[1] ?? []));
  return names.size === 1 ? [...names][0] : undefined;
}
