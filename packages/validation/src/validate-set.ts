import type { Finding, RelatedLocation } from '@fleetwright/findings';
import type { Manifest } from '@fleetwright/manifests';
import { checkSet } from './check-set.ts';
import { factsName, type Fact } from './cluster-rule.ts';
import { ResourceGraph } from './graph/resource-graph.ts';
import type { Facts, Scope } from './rule.ts';
import { CLUSTER_RULES, RULES } from './rules/index.ts';
import { checkSchema, type SchemaSource } from './schema/check-schema.ts';
import type { ServedKinds } from './schema/served-kinds.ts';

/** A set of objects to judge and what is known around it. */
export interface SetInputs {
  manifests: readonly Manifest[];
  /** Objects that those may refer to; they are judged elsewhere. */
  context?: readonly Manifest[];
  /** Whether everything is given that the objects may refer to. */
  complete: boolean;
  kinds: ServedKinds;
  schemas: SchemaSource;
  facts?: Partial<Facts>;
  /** Where the plan value at a pointer was decided, for objects that were rendered from a plan. */
  cause?: (planPointer: string | undefined) => RelatedLocation | undefined;
}

/** What judging a set gave; it survives JSON, so that it can be kept for the next run. */
export interface SetReport {
  resources: number;
  findings: Finding[];
  /** Rules that would need facts that were not given. */
  notApplicable: string[];
  /** What cluster rules remember of the set, by the name of its collector. */
  facts: Record<string, Fact<object>[]>;
}

/** Judges a set of objects by schemas and rules, and draws from it what cluster rules compare. */
export function validateSet(inputs: SetInputs): SetReport {
  const { manifests, context = [], complete, kinds, schemas, facts = {} } = inputs;
  const schemaFindings = manifests.flatMap((manifest) => checkSchema(manifest, kinds, schemas));
  const graph = new ResourceGraph({ manifests, context });
  const wellFormed = schemaFindings.every(({ severity }) => severity !== 'error');
  const verdict = checkSet(RULES, { graph, complete, ...facts }, { wellFormed });
  const findings = [
    ...schemaFindings.map((finding) => withCause(finding, inputs.cause?.(undefined))),
    ...verdict.findings.map(({ finding, plan }) => withCause(finding, inputs.cause?.(plan))),
  ];
  if (verdict.couldNotCheck.length > 0) findings.push(describeUnchecked(manifests, verdict.couldNotCheck));
  return {
    resources: manifests.length,
    findings,
    notApplicable: verdict.notApplicable,
    facts: collectSoundFacts({ graph, complete }, wellFormed),
  };
}

function withCause(finding: Finding, cause: RelatedLocation | undefined): Finding {
  return cause === undefined ? finding : { ...finding, related: [cause, ...(finding.related ?? [])] };
}

function describeUnchecked(manifests: readonly Manifest[], rules: readonly string[]): Finding {
  const file = manifests[0]?.file;
  return {
    rule: 'could-not-check/rules',
    severity: 'error',
    message: `Objects that their schema refuses kept these rules from running: ${rules.join(', ')}.`,
    ...(file !== undefined && { file }),
    fix: 'Correct what the schema refuses first.',
  };
}

/** Draws from a set of objects what cluster rules compare, by the name of the collector. */
export function collectFacts(scope: Scope): SetReport['facts'] {
  const facts: SetReport['facts'] = {};
  const collectors = new Map(CLUSTER_RULES.map((rule) => [factsName(rule), rule.collect]));
  for (const [name, collect] of collectors) {
    const collected = [...collect(scope)];
    if (collected.length > 0) facts[name] = collected;
  }
  return facts;
}

// Of objects that are of the wrong shape nothing is remembered: they have a finding of their own.
function collectSoundFacts(scope: Scope, wellFormed: boolean): SetReport['facts'] {
  try {
    return collectFacts(scope);
  } catch (error) {
    if (wellFormed || !(error instanceof TypeError)) throw error;
    return {};
  }
}
