import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '@fleetwright/findings';
import { formatModelConfig, modelConfigDescriptor, parseModelConfigText } from '@fleetwright/triton-config';
import protobuf from 'protobufjs';
import textformat from 'protobufjs/ext/textformat.js';

/** What became of one config.pbtxt. */
export type CorpusVerdict =
  { kind: 'same' } | { kind: 'refused'; findings: Finding[] } | { kind: 'differs'; reason: string };

const modelConfig = protobuf.Root.fromJSON(modelConfigDescriptor).lookupType('inference.ModelConfig');

/** Compares a text with what is written after it went through a spec, with protobufjs as the judge. */
export function checkConfigText(file: string, text: string): CorpusVerdict {
  const { config, comments, findings } = parseModelConfigText(file, text);
  const original = readMessage(text);
  if (!config) {
    if (original)
      return { kind: 'differs', reason: `refused, but protobufjs reads it: ${findings[0]?.message}` };
    return { kind: 'refused', findings };
  }
  if (!original) return { kind: 'differs', reason: 'read, but protobufjs refuses it' };
  const carried = JSON.parse(JSON.stringify(config)) as typeof config;
  const written = formatModelConfig(carried);
  const again = parseModelConfigText(file, written);
  if (!isDeepStrictEqual(again.config, config))
    return { kind: 'differs', reason: 'parsing what was written' };
  const message = readMessage(written);
  if (!message || !isDeepStrictEqual(message, original))
    return { kind: 'differs', reason: 'another message' };
  const kept = Object.values(comments).flatMap(({ before = [], trailing = [], end = [] }) => [
    ...before,
    ...[trailing].flat(),
    ...end,
  ]);
  const wanted = listComments(text);
  if (kept.length !== wanted.length)
    return { kind: 'differs', reason: `${kept.length} of ${wanted.length} comments kept` };
  return { kind: 'same' };
}

// As a plain object: the order of a map's entries is no part of the message.
function readMessage(text: string): Record<string, unknown> | undefined {
  try {
    return modelConfig.toObject(textformat.fromText(modelConfig, text), { longs: String });
  } catch {
    return undefined;
  }
}

// A # that is in no string: what stands before it has an even number of quotes.
function listComments(text: string): string[] {
  return text.split('\n').filter((line) => /^(?:[^"'#]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*#/.test(line));
}
