/** Longest nested object or array that stands on one line, in characters. */
const MAX_INLINE = 120;

/**
 * JSON in two-space indentation, with innermost objects and short outer ones on one line: a dashboard in a
 * quarter of the lines, so that a reviewer sees whole panels.
 */
export function formatJson(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null || isInnermost(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => formatJson(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${formatJson(item, inner)}`);
  // A part of several lines is longer than a line may be.
  const length = parts.reduce((sum, part) => sum + part.length + 2, 0);
  if (length <= MAX_INLINE) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

function isInnermost(value: object): boolean {
  return Object.values(value).every((child) => typeof child !== 'object' || child === null);
}
