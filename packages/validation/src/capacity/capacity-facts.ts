import type { Fact } from '../cluster-rule.ts';
import type { ResourceGraph } from '../graph/resource-graph.ts';
import { demandsOf } from './demand-of.ts';
import type { Demand } from './demand.ts';

/** The name under which demands are kept for whoever sums them. */
export const DEMANDS = 'demands';

/** What the rules about capacity, and the table of it, have in common. */
export const demandFacts = {
  needsCluster: true,
  collects: DEMANDS,
  collect: ({ graph }: { graph: ResourceGraph }): Fact<Demand>[] => demandsOf(graph),
};
