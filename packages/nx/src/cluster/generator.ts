import type { Tree } from '@nx/devkit';
import { nearestName, type Finding } from '@fleetwright/findings';
import { parseCluster } from '@fleetwright/model-service';
import { count, describeEdit } from '../tree/describe-edit.ts';
import { applyEdit, planEdit } from '../tree/edit-fleet.ts';
import { findExisting } from '../tree/find-existing.ts';
import { describeUnknown } from '../tree/read-spec.ts';
import { findCaseTwins, validateName } from '../tree/validate-name.ts';
import { sayWithNx } from '../say.ts';
import { refuseErrors } from '../user-error.ts';
import { clusterText, REPLACE } from './cluster-text.ts';
import { CLUSTER_PRESETS, type ClusterPreset } from './presets.ts';

/** Options of the generator; schema.json describes them. */
export interface ClusterOptions {
  name?: string;
  preset?: string;
  environment?: string;
  region?: string;
  render?: boolean;
}

/** `nx generate cluster`: writes the facts of a cluster and renders the services that run there. */
export async function clusterGenerator(tree: Tree, options: ClusterOptions, say = sayWithNx): Promise<void> {
  const { name = '', preset = '', environment = '', render = true } = options;
  refuseErrors([
    ...validateName('Cluster', name, 'name'),
    ...validateName('Environment', environment, '--environment'),
    ...findPreset(preset).findings,
  ]);
  refuseErrors([...findCaseTwins(tree, 'Cluster', name), ...findEnvironment(tree, environment)]);
  const path = `clusters/${name}/cluster.yaml`;
  const region = options.region === '' ? undefined : options.region;
  const text = clusterText(findPreset(preset).preset!, { name, environment, region });
  refuseErrors(parseCluster(path, text).findings.map((finding) => blameRegion(finding, region)));
  refuseErrors(findExisting(tree, { path, text }, `The cluster ${name}`));
  const plan = await planEdit(tree, new Map([[path, text]]), {
    scope: render ? { cluster: name } : undefined,
  });
  applyEdit(tree, plan);
  say(describeEdit(`Cluster ${name}`, plan));
  if (plan.changes.length > 0) say(describeNext(path, text, render));
}

function findPreset(name: string): { preset?: ClusterPreset; findings: Finding[] } {
  if (Object.hasOwn(CLUSTER_PRESETS, name)) return { preset: CLUSTER_PRESETS[name]!, findings: [] };
  const names = Object.keys(CLUSTER_PRESETS);
  const near = nearestName(name, names);
  return {
    findings: [
      {
        rule: 'nx/options',
        severity: 'error',
        message: `There is no preset ${JSON.stringify(name)}.`,
        fix: near ? `Did you mean ${near}?` : `Use one of ${names.join(', ')}.`,
      },
    ],
  };
}

function findEnvironment(tree: Tree, environment: string): Finding[] {
  if (tree.exists(`environments/${environment}/environment.yaml`)) return [];
  const unknown = describeUnknown(tree, 'environments', environment);
  return [{ ...unknown, fix: `${unknown.fix} Or add it: nx generate environment ${environment}` }];
}

// The region is the one option that becomes part of values other than names.
function blameRegion(finding: Finding, region: string | undefined): Finding {
  if (region === undefined || finding.pointer === undefined) return finding;
  const { line: _line, column: _column, file: _file, pointer, ...rest } = finding;
  return {
    ...rest,
    message: finding.message.replace(pointer, `With --region=${region} ${pointer}`),
  };
}

function describeNext(path: string, text: string, render: boolean): string {
  const marks = text.split(REPLACE).length - 1;
  return `\nNext\n  Replace ${count(marks, 'fact')} of ${path} that ${marks === 1 ? 'is' : 'are'} marked ${REPLACE}, then run: nx sync${render ? '' : ' (nothing is rendered yet)'}`;
}
