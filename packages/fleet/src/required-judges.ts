import type { Finding } from '@fleetwright/findings';
import { parseWorkspace } from '@fleetwright/model-service';
import { readInputFile } from './input-file.ts';

/** The file at the root of a workspace that says what holds for all of it. */
const WORKSPACE_FILE = 'fleetwright.yaml';

/** Problems of the workspace's file, and a finding for each judge that it requires and that did not run. */
export function requiredJudges(root: string, notRun: readonly string[]): Finding[] {
  const file = readInputFile(root, WORKSPACE_FILE);
  if (file === undefined) return [];
  const { value, findings } = parseWorkspace(file.path, file.text);
  const required = value?.content.spec.validation?.judges ?? [];
  return [
    ...findings,
    ...required.flatMap((judge, index): Finding[] => {
      if (!notRun.includes(judge)) return [];
      const pointer = `/spec/validation/judges/${index}`;
      return [
        {
          rule: 'could-not-check/judge',
          severity: 'error',
          message: `The workspace requires the judge ${judge}, which is not built here.`,
          file: file.path,
          ...value?.source.locate(pointer),
          pointer,
          fix: HOW_TO_BUILD[judge] ?? 'Build it with: npx nx build-native upstream-validators',
        },
      ];
    }),
  ];
}

const HOW_TO_BUILD: Partial<Record<string, string>> = {
  kubeconform: 'Build it with: npx nx build-wasm kubeconform-wasm',
};
