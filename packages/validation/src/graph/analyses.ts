import type { AnalysisTemplate, ClusterAnalysisTemplate, Rollout } from '@fleetwright/kube-schemas';
import type { Loose } from './kinds.ts';
import type { Node } from './node.ts';
import type { ResourceGraph } from './resource-graph.ts';

/** An AnalysisTemplate of either scope. */
export type TemplateNode = Node<AnalysisTemplate> | Node<ClusterAnalysisTemplate>;

/** One run of templates that a Rollout starts. */
export interface Analysis {
  rollout: Node<Rollout>;
  /** When it runs: all the time beside the steps, or until it ends before what comes next. */
  when: 'background' | 'step' | 'promotion' | 'experiment';
  /** JSON pointer of the analysis in the Rollout. */
  pointer: string;
  references: readonly TemplateReference[];
  args: readonly AnalysisArg[];
}

/** Names a template. */
export interface TemplateReference {
  name: string;
  clusterScope: boolean;
  /** JSON pointer of the name in the Rollout. */
  pointer: string;
}

/** A value that a Rollout gives to its templates. */
export type AnalysisArg = NonNullable<Loose<AnalysisConfig>['args']>[number];

type AnalysisConfig = NonNullable<NonNullable<Rollout['spec']['strategy']>['canary']>['analysis'] & object;
type Experiment = NonNullable<
  NonNullable<NonNullable<NonNullable<Rollout['spec']['strategy']>['canary']>['steps']>[number]['experiment']
>;

/** Every analysis of a Rollout. https://argo-rollouts.readthedocs.io/en/stable/features/analysis/ */
export function listAnalyses(rollout: Node<Rollout>): Analysis[] {
  const { canary, blueGreen } = rollout.object.spec?.strategy ?? {};
  const read = (when: Analysis['when'], pointer: string, config: Loose<AnalysisConfig> | undefined) =>
    config === undefined ? [] : [toAnalysis(rollout, { when, pointer, config })];
  return [
    ...read('background', '/spec/strategy/canary/analysis', canary?.analysis),
    ...(canary?.steps ?? []).flatMap(({ analysis, experiment }, index) => [
      ...read('step', `/spec/strategy/canary/steps/${index}/analysis`, analysis),
      ...ofExperiment(rollout, experiment, `/spec/strategy/canary/steps/${index}/experiment`),
    ]),
    ...read('promotion', '/spec/strategy/blueGreen/prePromotionAnalysis', blueGreen?.prePromotionAnalysis),
    ...read('promotion', '/spec/strategy/blueGreen/postPromotionAnalysis', blueGreen?.postPromotionAnalysis),
  ];
}

/** The template that a reference of a Rollout names. */
export function findTemplate(
  graph: ResourceGraph,
  { name, clusterScope }: Pick<TemplateReference, 'name' | 'clusterScope'>,
  namespace: string,
): TemplateNode | undefined {
  return clusterScope
    ? graph.ofKind('ClusterAnalysisTemplate').find((node) => node.name === name)
    : graph.find('AnalysisTemplate', namespace, name);
}

/** The templates of an analysis, with those that they include; undefined where one of them is not given. */
export function templatesOf(
  graph: ResourceGraph,
  { rollout, references }: Analysis,
): TemplateNode[] | undefined {
  const found: TemplateNode[] = [];
  const open: Pick<TemplateReference, 'name' | 'clusterScope'>[] = [...references];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const template = findTemplate(graph, next, rollout.namespace);
    if (template === undefined) return undefined;
    if (found.includes(template)) continue;
    found.push(template);
    for (const { templateName = '', clusterScope } of template.object.spec?.templates ?? [])
      open.push({
        name: templateName,
        clusterScope: clusterScope ?? template.kind === 'ClusterAnalysisTemplate',
      });
  }
  return found;
}

function toAnalysis(
  rollout: Node<Rollout>,
  { when, pointer, config }: Pick<Analysis, 'when' | 'pointer'> & { config: Loose<AnalysisConfig> },
): Analysis {
  const references = (config.templates ?? []).map(({ templateName = '', clusterScope }, index) => ({
    name: templateName,
    clusterScope: clusterScope ?? false,
    pointer: `${pointer}/templates/${index}/templateName`,
  }));
  return { rollout, when, pointer, references, args: config.args ?? [] };
}

function ofExperiment(
  rollout: Node<Rollout>,
  experiment: Loose<Experiment> | undefined,
  parent: string,
): Analysis[] {
  return (experiment?.analyses ?? []).map(({ templateName = '', clusterScope, args }, index) => {
    const pointer = `${parent}/analyses/${index}`;
    const reference = {
      name: templateName,
      clusterScope: clusterScope ?? false,
      pointer: `${pointer}/templateName`,
    };
    return { rollout, when: 'experiment', pointer, references: [reference], args: args ?? [] };
  });
}
