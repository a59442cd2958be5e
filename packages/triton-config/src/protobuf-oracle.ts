import protobuf from 'protobufjs';
import textformat from 'protobufjs/ext/textformat.js';
import { modelConfigDescriptor } from './generated/model-config-descriptor.ts';

const modelConfig = protobuf.Root.fromJSON(modelConfigDescriptor).lookupType('inference.ModelConfig');

/** What protobufjs reads from a text, numbers as text, defaults filled in; undefined when it refuses. For tests. */
export function readWithProtobufjs(text: string): Record<string, unknown> | undefined {
  try {
    const message = textformat.fromText(modelConfig, text);
    const object = modelConfig.toObject(message, { longs: String, enums: String, defaults: true });
    // An absent 64-bit integer is the number 0 there, a given one is text.
    return JSON.parse(JSON.stringify(object, textOfNumber)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** The text that protobufjs writes for a configuration. For tests. */
export function writeWithProtobufjs(config: object): string {
  return textformat.toText(modelConfig, modelConfig.fromObject(config));
}

function textOfNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}
