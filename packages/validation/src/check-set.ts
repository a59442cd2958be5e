import { InternalError, type Finding, type RelatedLocation } from '@fleetwright/findings';
import { locateInManifest } from '@fleetwright/manifests';
import { nameOf } from './graph/node.ts';
import type { AnyRule, Facts, PlaceInObject, Scope, Violation } from './rule.ts';

/** A finding of a rule before its cause in a spec is looked up. */
export interface RuleFinding {
  finding: Finding;
  /** Pointer of the plan value that decides it. */
  plan: string | undefined;
}

/** What rules said about a set of objects. */
export interface SetVerdict {
  findings: RuleFinding[];
  /** Ids of rules whose facts were not given. */
  notApplicable: string[];
  /** Ids of rules that could not read an object; the schema check says what is wrong with it. */
  couldNotCheck: string[];
}

/** Judges a set of objects by every rule whose facts are given. `wellFormed`: a schema accepted all of them. */
export function checkSet(
  rules: readonly AnyRule[],
  scope: Scope & Partial<Facts>,
  { wellFormed }: { wellFormed: boolean },
): SetVerdict {
  const verdict: SetVerdict = { findings: [], notApplicable: [], couldNotCheck: [] };
  for (const rule of rules) {
    if (rule.kinds?.every((kind) => scope.graph.ofKind(kind).length === 0)) continue;
    if (rule.needs.some((need) => scope[need] === undefined)) verdict.notApplicable.push(rule.id);
    else applyRule(rule, scope as Scope & Facts, wellFormed, verdict);
  }
  return verdict;
}

function applyRule(rule: AnyRule, scope: Scope & Facts, wellFormed: boolean, verdict: SetVerdict): void {
  try {
    for (const violation of rule.check(scope)) {
      if (violation.node.context) continue;
      verdict.findings.push({
        finding: toFinding(rule, violation, scope),
        plan: violation.plan ?? rule.plan,
      });
    }
  } catch (error) {
    // A rule may stumble over an object of the wrong shape, and over nothing else.
    if (wellFormed || !(error instanceof TypeError))
      throw new InternalError(`${rule.id} failed: ${error instanceof Error ? error.stack : String(error)}`);
    verdict.couldNotCheck.push(rule.id);
  }
}

function toFinding({ id, severity }: AnyRule, violation: Violation, { complete }: Scope): Finding {
  const { node, pointer, message, fix, related, absent } = violation;
  const service = node.manifest.object.metadata.labels as Record<string, unknown> | undefined;
  const name = service?.['fleetwright.dev/service'];
  return {
    rule: id,
    severity: absent === true && !complete ? 'info' : severity,
    message,
    file: node.manifest.file,
    ...locateInManifest(node.manifest, pointer),
    pointer: node.manifest.root + pointer,
    resource: nameOf(node),
    ...(typeof name === 'string' && { service: name }),
    ...(related && related.length > 0 && { related: related.map(toRelated) }),
    fix,
    docs: `docs/rules/${id}.md`,
  };
}

function toRelated({ node, pointer, message }: PlaceInObject): RelatedLocation {
  return { file: node.manifest.file, ...locateInManifest(node.manifest, pointer), message };
}
