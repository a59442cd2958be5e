import { resolve } from 'node:path';
import { countFindings, type Finding } from '@fleetwright/findings';
import { readPlacement } from '@fleetwright/fleet';
import { explainablePointers, explainPlan, resolvePlan, type ResolvedPlan } from '@fleetwright/plan';
import { exitCodeOf, type CommandInput, type ExitCode, type Terminal } from './command.ts';
import { formatExplanation } from './format-explanation.ts';
import { formatFindings } from './format-findings.ts';
import { formatJson } from './format-json.ts';

/** `fleetwright explain`: says where one value of a placement comes from. */
export async function runExplain({ operands, options, terminal }: CommandInput): Promise<ExitCode> {
  const [placement = '', pointer] = operands;
  const [cluster, service, ...rest] = placement.split('/');
  if (!cluster || !service || rest.length > 0) {
    terminal.err(
      `A placement is CLUSTER/SERVICE, for example prod-us-east/vision; found ${JSON.stringify(placement)}.\n`,
    );
    return 2;
  }
  const json = options.format === 'json';
  const folder = resolve(terminal.folder, typeof options.workspace === 'string' ? options.workspace : '.');
  const { inputs, findings } = await readPlacement(folder, cluster, service);
  if (inputs === undefined) return printProblems(findings, json, terminal);
  const resolved = resolvePlan(inputs);
  return pointer === undefined
    ? listPointers(resolved, json, terminal)
    : explainPointer(resolved, normalizePointer(pointer), json, terminal);
}

function explainPointer(
  resolved: ResolvedPlan,
  pointer: string,
  json: boolean,
  terminal: Terminal,
): ExitCode {
  const explanation = explainPlan(resolved, pointer);
  if (explanation.kind === 'unknown') {
    const finding: Finding = {
      rule: 'explain/unknown-pointer',
      severity: 'error',
      pointer,
      message: `The placement has no value at ${pointer}.`,
      fix:
        explanation.nearest === undefined
          ? 'Run the command without a pointer: it lists them.'
          : `Did you mean ${explanation.nearest}?`,
    };
    return printProblems([finding], json, terminal);
  }
  terminal.out(json ? formatJson({}, [], { explanation }) : formatExplanation(explanation));
  return 0;
}

function listPointers(resolved: ResolvedPlan, json: boolean, { out }: Terminal): ExitCode {
  const pointers = explainablePointers(resolved);
  out(json ? formatJson({ pointers: pointers.length }, [], { pointers }) : `${pointers.join('\n')}\n`);
  return 0;
}

function printProblems(findings: readonly Finding[], json: boolean, { out, colour }: Terminal): ExitCode {
  out(json ? formatJson(countFindings(findings), findings) : formatFindings(findings, { colour }));
  return exitCodeOf(findings);
}

// `scaling/minReplicas` and `/spec/scaling/minReplicas` are what people type as well.
function normalizePointer(pointer: string): string {
  const rooted = pointer === '' || pointer.startsWith('/') ? pointer : `/${pointer}`;
  return rooted.startsWith('/spec/') ? rooted.slice('/spec'.length) : rooted;
}
