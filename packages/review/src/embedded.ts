import { parseModelConfigText } from '@fleetwright/triton-config';

const CONFIGURATION = /\[config\.fleetwright\.dev\/[^[\]]+\]$|\[[^[\]]*config\.pbtxt\]$/;

/** What a text that is a file of its own says: a model's configuration, or JSON; undefined for any other. */
export function readEmbedded(path: string, text: string): unknown {
  if (/^\s*[[{]/.test(text)) return readJson(text);
  if (!CONFIGURATION.test(path)) return undefined;
  return parseModelConfigText('config.pbtxt', text).config;
}

function readJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
