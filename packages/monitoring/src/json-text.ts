/** Longest nested object or array that stands on one line, in characters. */
const MAX_INLINE = 120;

/**
 * JSON in two-space indentation, with innermost objects and short outer ones on one line: a dashboard in a
 * quarter of the lines, so that a reviewer sees whole panels.
 */
export function formatJson(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => formatJson(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${formatJson(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (fitsOnLine(parts) || isInnermost(value)) return `${open}${parts.join(', ')}${close}`;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

// A part of several lines is longer than a line may be.
function fitsOnLine(parts: readonly string[]): boolean {
  return parts.reduce((length, part) => length + part.length + 2, 0) <= MAX_INLINE;
}

function isInnermost(value: object): boolean {
  return Object.values(value).every((child) => typeof child !== 'object' || child === null);
}
