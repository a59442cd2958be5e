import { groupOf } from '@fleetwright/manifests';
import { SCHEMA_SETS, type SchemaComponent, type SchemaVersions } from '@fleetwright/kube-schemas';

/** What a cluster answers about a kind: its schema, or what it serves instead. */
export type ServedKind =
  | { status: 'served'; file: string }
  /** The kind is served under other versions of its API. */
  | { status: 'other-version'; apiVersions: string[] }
  /** A component that the cluster lacks would serve it. */
  | { status: 'not-installed'; component: SchemaComponent }
  /** There is no schema for it. */
  | { status: 'unknown' };

/** The kinds that a cluster of some versions serves. */
export class ServedKinds {
  readonly #files = new Map<string, string>();
  readonly #apiVersions = new Map<string, string[]>();

  constructor(versions: SchemaVersions) {
    for (const { component, minor, schemas } of SCHEMA_SETS) {
      if (versions[component] !== minor) continue;
      for (const { apiVersion, kind, file } of schemas) {
        this.#files.set(`${apiVersion} ${kind}`, file);
        const key = `${groupOf(apiVersion)} ${kind}`;
        this.#apiVersions.set(key, [...(this.#apiVersions.get(key) ?? []), apiVersion]);
      }
    }
  }

  find(apiVersion: string, kind: string): ServedKind {
    const file = this.#files.get(`${apiVersion} ${kind}`);
    if (file !== undefined) return { status: 'served', file };
    const apiVersions = this.#apiVersions.get(`${groupOf(apiVersion)} ${kind}`);
    if (apiVersions !== undefined) return { status: 'other-version', apiVersions };
    const elsewhere = SCHEMA_SETS.find(({ schemas }) =>
      schemas.some((entry) => groupOf(entry.apiVersion) === groupOf(apiVersion) && entry.kind === kind),
    );
    return elsewhere === undefined
      ? { status: 'unknown' }
      : { status: 'not-installed', component: elsewhere.component };
  }
}

/** The newest version of each component that there are schemas for: what manifests of unknown clusters are held to. */
export function newestVersions(): SchemaVersions {
  const newest: Partial<Record<SchemaComponent, string>> = {};
  for (const { component, minor } of SCHEMA_SETS) {
    if (newest[component] === undefined || compareMinors(minor, newest[component]) > 0)
      newest[component] = minor;
  }
  return newest;
}

function compareMinors(left: string, right: string): number {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [left, right].map((version) =>
    version.split('.').map(Number),
  ) as [number[], number[]];
  return major - otherMajor || minor - otherMinor;
}
