import type { Finding } from '@fleetwright/findings';
import { buildOverlay, type Manifest } from '@fleetwright/manifests';
import { parseCluster, parseEnvironment } from '@fleetwright/model-service';
import { checkSet, ResourceGraph, RULES } from '@fleetwright/validation';
import { clusterFile, environmentFile } from './input-paths.ts';
import type { Tree } from './tree.ts';
import { isService, type Unit } from './unit.ts';

/** Folders that are judged at most; changes beyond them are alike or many. */
export const MOST_JUDGED = 40;

/** What the rules say about some folders on both sides. */
export async function judgeUnits(
  units: readonly Unit[],
  sides: { base: Tree; head: Tree },
  environmentOf: (unit: Unit) => string | undefined,
): Promise<{ base: Finding[]; head: Finding[] }> {
  const found: { base: Finding[]; head: Finding[] } = { base: [], head: [] };
  for (const unit of units.slice(0, MOST_JUDGED)) {
    const environment = environmentOf(unit);
    const base = await readUnit(unit, environment, sides.base);
    const head = await readUnit(unit, environment, sides.head);
    found.base.push(...judge(base, undefined));
    found.head.push(...judge(head, base.graph));
  }
  return found;
}

interface JudgedUnit {
  unit: Unit;
  graph: ResourceGraph;
  facts: Record<string, unknown>;
}

async function readUnit(unit: Unit, environment: string | undefined, tree: Tree): Promise<JudgedUnit> {
  const prefix = unit.folder === '' ? '' : `${unit.folder}/`;
  const own = [...tree.ids.keys()].filter((path) => path.startsWith(prefix) && !path.startsWith('.'));
  const factsOfCluster = clusterFile(unit.cluster ?? '');
  const factsOfEnvironment = environmentFile(environment ?? '');
  const texts = await tree.read([...own, factsOfCluster, factsOfEnvironment]);
  const files = new Map(
    own.flatMap((path) => (texts.has(path) ? [[path.slice(prefix.length), texts.get(path)!] as const] : [])),
  );
  const manifests: Manifest[] = buildOverlay(files, unit.folder).manifests;
  const [clusterText, environmentText] = [texts.get(factsOfCluster), texts.get(factsOfEnvironment)];
  const cluster = clusterText === undefined ? undefined : parseCluster(factsOfCluster, clusterText).value;
  const owner =
    environmentText === undefined ? undefined : parseEnvironment(factsOfEnvironment, environmentText).value;
  return {
    unit,
    graph: new ResourceGraph({ manifests }),
    facts: { ...(cluster && { cluster: cluster.content }), ...(owner && { environment: owner.content }) },
  };
}

// Neighbours are not looked at, so what is absent may well exist.
function judge({ unit, graph, facts }: JudgedUnit, base: ResourceGraph | undefined): Finding[] {
  const scope = { graph, complete: false, ...facts, ...(base && base.nodes.length > 0 && { base }) };
  const { findings } = checkSet(RULES, scope, { wellFormed: false });
  return findings
    .map(({ finding }) => finding)
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => ({
      ...finding,
      ...(unit.cluster !== undefined && { cluster: unit.cluster }),
      ...(isService(unit.service) && { service: unit.service }),
    }));
}
