const EXPRESSION = /\{\{([^{}]*)\}\}/g;
const FIELD = /^(?:\.[A-Za-z_]\w*)+$/;
const INDEX = /^index ((?:\.[A-Za-z_]\w*)+) (\d+)$/;

/** What a generator gives a template, by name; what holds more is a record or a list. */
export type Parameters = Readonly<Record<string, unknown>>;

/** How the template of an ApplicationSet is written. */
export interface Language {
  /** Go templates; otherwise names between braces, which are replaced. */
  isGo: boolean;
}

/** The expressions between the braces of a text, in their order. */
export function expressionsIn(text: string): string[] {
  return [...text.matchAll(EXPRESSION)].map(([, inside = '']) => withoutMarks(inside));
}

/** A value with its templates filled in; what needs more than a name stays as it is. */
export function fillIn<T>(value: T, parameters: Parameters, language: Language): T {
  if (typeof value === 'string') return fillText(value, parameters, language) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => fillIn(item, parameters, language)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      fillText(key, parameters, language),
      fillIn(field, parameters, language),
    ]),
  ) as T;
}

function fillText(text: string, parameters: Parameters, { isGo }: Language): string {
  if (!text.includes('{{')) return text;
  return text.replaceAll(EXPRESSION, (whole, inside: string) => {
    const expression = withoutMarks(inside);
    const path = isGo ? goPath(expression) : plainPath(expression);
    const value = path?.reduce<unknown>((found, name) => fieldOf(found, name), parameters);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
  });
}

// A dash at a brace takes the space beside the braces away.
function withoutMarks(inside: string): string {
  return inside.replace(/^-/, '').replace(/-$/, '').trim();
}

/** The names that lead to what a Go template asks for; undefined for anything but a field of a field. */
function goPath(expression: string): string[] | undefined {
  const [, list, position] = INDEX.exec(expression) ?? [];
  if (list !== undefined && position !== undefined) return [...list.slice(1).split('.'), position];
  return FIELD.test(expression) ? expression.slice(1).split('.') : undefined;
}

// The folder itself is `path`, its parts are `path[0]`, and the rest is flat.
function plainPath(expression: string): string[] | undefined {
  if (expression === 'path') return ['path', 'path'];
  const position = /^path\[(\d+)\]$/.exec(expression)?.[1];
  if (position !== undefined) return ['path', 'segments', position];
  return /^[\w.-]+$/.test(expression) ? expression.split('.') : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
