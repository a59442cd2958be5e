import type { ApplicationSource } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { ApplicationTemplate } from './applications.ts';

/** One of the sources of an Application. */
export interface PlacedSource {
  source: Loose<ApplicationSource>;
  /** JSON pointer of it in the object. */
  pointer: string;
  /** Others may take values from it by its `ref`. */
  isOneOfSeveral: boolean;
}

/** The sources of an Application: as Argo CD does, the list if there is one. */
export function listSources({ spec, pointer }: ApplicationTemplate): PlacedSource[] {
  const { source, sources = [] } = spec;
  if (sources.length > 0)
    return sources.map((each, index) => ({
      source: each,
      pointer: `${pointer}/sources/${index}`,
      isOneOfSeveral: true,
    }));
  return source === undefined ? [] : [{ source, pointer: `${pointer}/source`, isOneOfSeveral: false }];
}
