import type { Finding, Position, SourceFile } from '@fleetwright/findings';
import { ConfigDecoder, type ConfigComments } from './config-decoder.ts';
import type { ModelConfig } from './generated/model-config.ts';
import { MODEL_CONFIG_TYPE } from './model-config-types.ts';
import { readTextTree } from './text-syntax.ts';

/** What a config.pbtxt says. `config` is absent when a finding of severity error explains why. */
export interface ParsedModelConfig {
  config?: ModelConfig;
  /** By JSON pointer into `config`; the empty pointer is the file. */
  comments: Record<string, ConfigComments>;
  /** Where the values of `config` stand. */
  source: SourceFile;
  findings: Finding[];
}

// Triton's own sample files stay below 20 kB.
const MAX_LENGTH = 1_048_576;

/** Reads a config.pbtxt (protobuf text format) with its comments; every problem is reported with its place. */
export function parseModelConfigText(file: string, text: string): ParsedModelConfig {
  if (text.length > MAX_LENGTH)
    return unreadable(file, {
      message: `The file has ${text.length} characters; at most ${MAX_LENGTH} are read.`,
      fix: 'Is this a config.pbtxt?',
    });
  const read = readTextTree(text);
  if (read.problem) return unreadable(file, read.problem);
  const decoder = new ConfigDecoder(file);
  decoder.addComments('', { before: read.tree.head });
  const config = decoder.decodeMessage(read.tree.root, MODEL_CONFIG_TYPE, '');
  const failed = decoder.findings.some(({ severity }) => severity === 'error');
  return {
    config: failed ? undefined : config,
    comments: Object.fromEntries(decoder.comments),
    source: sourceFile(file, decoder.positions),
    findings: decoder.findings,
  };
}

function unreadable(
  file: string,
  problem: Pick<Finding, 'message' | 'fix' | 'line' | 'column'>,
): ParsedModelConfig {
  return {
    comments: {},
    source: sourceFile(file, new Map()),
    findings: [{ rule: 'triton/config-syntax', severity: 'error', file, ...problem }],
  };
}

// What has no place of its own stands where its nearest ancestor does.
function sourceFile(path: string, positions: ReadonlyMap<string, Position>): SourceFile {
  const locate = (pointer: string): Position => {
    const found = positions.get(pointer);
    if (found || pointer === '') return found ?? { line: 1, column: 1 };
    return locate(pointer.slice(0, pointer.lastIndexOf('/')));
  };
  return { path, locate };
}
