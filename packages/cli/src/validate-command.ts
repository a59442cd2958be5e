import { resolve } from 'node:path';
import { countFindings, formatSarif, type Finding } from '@fleetwright/findings';
import {
  hashTool,
  validateFleet,
  validatePaths,
  type PathsReport,
  type ValidationReport,
} from '@fleetwright/fleet';
import { exitCodeOf, type CommandInput, type ExitCode } from './command.ts';
import { formatFindings, isForPeople } from './format-findings.ts';
import { formatGithub } from './format-github.ts';
import { formatJson } from './format-json.ts';
import { filterOf, textOf } from './options.ts';
import { showProgress } from './progress.ts';
import { summarizeFleet, summarizePaths } from './summarize-validation.ts';
import { VERSION } from './version.ts';

/** What either way of validating gives to print. */
interface Result {
  findings: readonly Finding[];
  summary: object;
  /** The line that closes the text. */
  line: string;
}

/** `fleetwright validate`: judges the fleet's manifests, or those at the paths that are given. */
export async function runValidate(input: CommandInput): Promise<ExitCode> {
  const { operands, options, terminal } = input;
  if (operands.length > 0 && (options.service !== undefined || options.cluster !== undefined)) {
    terminal.err('--service and --cluster choose from the fleet; they do not go with PATH.\n');
    return 2;
  }
  const result = await (operands.length > 0 ? judgePaths : judgeFleet)(input);
  terminal.out(format(result, input));
  return exitCodeOf(result.findings);
}

async function judgePaths({ operands, terminal }: CommandInput): Promise<Result> {
  const report: PathsReport = await validatePaths(terminal.folder, operands);
  const { files, resources, models, findings, notApplicable } = report;
  const summary = { files, resources, models, notApplicable, ...countFindings(findings) };
  return { findings, summary, line: summarizePaths(report) };
}

async function judgeFleet({ options, terminal }: CommandInput): Promise<Result> {
  const progress = showProgress(terminal);
  const report: ValidationReport = await validateFleet({
    folder: resolve(terminal.folder, textOf(options.workspace) ?? '.'),
    filter: filterOf(options),
    tool: hashTool(),
    today: new Date().toISOString().slice(0, 10),
    onProgress: progress.update,
  });
  progress.clear();
  const { services, placements, clusters, resources, findings, notApplicable, judges } = report;
  const counts = { services, placements, clusters, resources };
  const summary = { ...counts, notApplicable, judges, ...countFindings(findings) };
  return { findings, summary, line: summarizeFleet(report) };
}

function format({ findings, summary, line }: Result, { options, terminal }: CommandInput): string {
  switch (options.format) {
    case 'json':
      return formatJson(summary, findings);
    case 'sarif':
      return formatSarif(findings, VERSION);
    case 'github':
      return `${formatGithub(findings)}${line}\n`;
    default:
      return `${formatFindings(findings.filter(isForPeople), { colour: terminal.colour })}${line}\n`;
  }
}
