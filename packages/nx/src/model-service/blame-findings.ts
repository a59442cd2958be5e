import { dirname } from 'node:path/posix';
import { compareFindings, type Finding } from '@fleetwright/findings';
import type { ServiceDraft } from './service-draft.ts';

// Places of a spec that an option fills.
const OPTIONS: readonly [RegExp, string][] = [
  [/^\/metadata\/labels\/team$/, '--team'],
  [/^\/spec\/triton\/release$/, '--release'],
  [/\/artifacts(?:\/\d+(?:\/storageUri)?)?$/, '--artifact'],
  [/\/artifacts\/\d+\/sha256$/, '--sha256'],
];

/**
 * Moves findings on a spec that is not written yet to what the user gave: an option or a config.pbtxt. The same
 * problem on several clusters becomes one finding.
 */
export function blameFindings(findings: readonly Finding[], services: readonly ServiceDraft[]): Finding[] {
  const moved = findings.map((finding) => {
    const service = services.find(({ file }) => file === finding.file);
    return service === undefined ? finding : blameFinding(finding, service);
  });
  const distinct = new Map<string, Finding>();
  for (const { cluster: _cluster, ...finding } of moved) distinct.set(JSON.stringify(finding), finding);
  return [...distinct.values()].sort(compareFindings);
}

function blameFinding(finding: Finding, { models }: ServiceDraft): Finding {
  const { pointer = '', message } = finding;
  const option = OPTIONS.find(([pattern]) => pattern.test(pointer))?.[1];
  if (option !== undefined) {
    const value = { ...finding, file: undefined, line: undefined, column: undefined, pointer: undefined };
    const said = message.includes(pointer) ? message.replace(pointer, option) : `${option}: ${message}`;
    return { ...value, message: said };
  }
  const [, index, field = '', at = ''] = /^\/spec\/models\/(\d+)\/(name|config(\/.*)?)$/.exec(pointer) ?? [];
  const source = index === undefined ? undefined : models[Number(index)]?.source;
  if (source === undefined) return finding;
  const place = { ...finding, line: undefined, column: undefined };
  // The name of an imported model is that of its folder.
  if (field === 'name')
    return { ...place, file: dirname(source), pointer: undefined, message: message.replace(pointer, 'name') };
  return { ...place, file: source, pointer: at, message: message.replace(pointer, at) };
}
