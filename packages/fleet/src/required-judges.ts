import type { Finding } from '@fleetwright/findings';
import { readInputFile } from './input-file.ts';
import { digestOf, type JudgedFleet } from './judge-fleet.ts';

/** The file at the root of a workspace that says what holds for all of it. */
const WORKSPACE_FILE = 'fleetwright.yaml';

/** Problems of the workspace's file, and a finding for each judge that it requires and that did not run. */
export async function requiredJudges(
  { workspace, cache }: Pick<JudgedFleet, 'workspace' | 'cache'>,
  notRun: readonly string[],
): Promise<Finding[]> {
  const file = readInputFile(workspace.root, WORKSPACE_FILE);
  if (file === undefined) return [];
  const key = digestOf(file.text, notRun.join());
  const known = cache?.get<Finding[]>('validation.workspace', WORKSPACE_FILE, key);
  if (known !== undefined) return known;
  const { parseWorkspace } = await import('@fleetwright/model-service');
  const { value, findings } = parseWorkspace(file.path, file.text);
  const required = value?.content.spec.validation?.judges ?? [];
  for (const [index, judge] of required.entries()) {
    if (!notRun.includes(judge)) continue;
    const pointer = `/spec/validation/judges/${index}`;
    findings.push({
      rule: 'could-not-check/judge',
      severity: 'error',
      message: `The workspace requires the judge ${judge}, which is not built here.`,
      file: file.path,
      ...value?.source.locate(pointer),
      pointer,
      fix: HOW_TO_BUILD[judge] ?? 'Build it with: npx nx build-native upstream-validators',
    });
  }
  cache?.set('validation.workspace', WORKSPACE_FILE, key, findings);
  return findings;
}

const HOW_TO_BUILD: Partial<Record<string, string>> = {
  kubeconform: 'Build it with: npx nx build-wasm kubeconform-wasm',
};
