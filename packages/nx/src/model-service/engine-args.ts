import type { Finding } from '@fleetwright/findings';
import type { RepositoryModel } from '@fleetwright/triton-config';

/** vLLM's engine arguments as model.json of a model's newest version gives them; nothing for other backends. */
export function readEngineArgs({ backend, directory, versions }: RepositoryModel): {
  engineArgs?: Record<string, unknown>;
  findings: Finding[];
} {
  if (backend?.name !== 'vllm') return { findings: [] };
  const texts = versions.map(({ version, files }) => ({
    file: `${directory}/${version}/model.json`,
    text: files.find(({ path }) => path === 'model.json')?.text ?? '',
  }));
  const newest = texts.at(-1);
  if (newest === undefined) return { findings: [] };
  const other = texts.find(({ text }) => text !== newest.text);
  const parsed = parseObject(newest.text);
  if (typeof parsed === 'string')
    return { findings: [problem(newest.file, parsed, 'Write the engine arguments as one JSON object.')] };
  if (other === undefined) return { engineArgs: parsed, findings: [] };
  const message = `It differs from ${newest.file}; all versions of a model have the same engine arguments.`;
  return {
    findings: [problem(other.file, message, 'Make them equal, or make the version a model of its own.')],
  };
}

/** The object of a JSON text, or why it is none. */
function parseObject(text: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : 'Expected a JSON object.';
  } catch (error) {
    return `It is not JSON: ${(error as SyntaxError).message}.`;
  }
}

function problem(file: string, message: string, fix: string): Finding {
  return { rule: 'nx/engine-args', severity: 'error', file, message, fix };
}
