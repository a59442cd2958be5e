/** Whether a value is what a pattern of Argo CD stands for: a star is any text. */
export function matchesGlob(pattern: string, value: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === value;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const next = value.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  const last = rest.at(-1)!;
  return value.length - last.length >= at && value.endsWith(last);
}
