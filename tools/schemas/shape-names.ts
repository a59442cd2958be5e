import type { JsonSchema } from './json-schema.ts';

/** An object shape inside a kind that gets an interface of its own. */
interface Shape {
  key: string;
  /** Property names on the way to the place that names the shape, without `spec`. */
  path: readonly string[];
  /** How many segments of the path the name uses. */
  used: number;
}

/** Shapes used in so many places that the name of one of them misleads. */
const RENAMED: Readonly<Record<string, string>> = {
  AppProjectClusterResourceBlacklist: 'AppProjectGroupKind',
  ApplicationPatche: 'ApplicationPatch',
  ApplicationSetFile: 'ApplicationSetGitPath',
  ApplicationSetPatche: 'ApplicationSetPatch',
  PodMonitorSecret: 'PodMonitorSecretKeySelector',
  RolloutPath: 'RolloutStringMatch',
  ScaledObjectScaleUp: 'ScaledObjectScalingRules',
  ServiceMonitorSecret: 'ServiceMonitorSecretKeySelector',
  VirtualServiceUri: 'VirtualServiceStringMatch',
};

/**
 * Names the object shapes of a kind: the kind followed by the last property name, or by as many of the last ones as
 * it takes to tell shapes apart (`VirtualServiceRoute` for TCP and for HTTP would be two, so they become
 * `VirtualServiceHttpRoute` and `VirtualServiceTcpRoute`). Equal shapes share one name, that of the shortest property.
 */
export function nameShapes(
  kind: string,
  properties: Readonly<Record<string, JsonSchema>>,
): Map<string, string> {
  const shapes = collectShapes(properties);
  for (;;) {
    const counts = new Map<string, number>();
    for (const shape of shapes)
      counts.set(shapeName(kind, shape), (counts.get(shapeName(kind, shape)) ?? 0) + 1);
    const ambiguous = shapes.filter(
      (shape) => counts.get(shapeName(kind, shape))! > 1 && shape.used < shape.path.length,
    );
    if (ambiguous.length === 0) return new Map(shapes.map((shape) => [shape.key, shapeName(kind, shape)]));
    for (const shape of ambiguous) shape.used += 1;
  }
}

/** Schemas with equal keys have the same TypeScript type. */
export function shapeKey(schema: JsonSchema): string {
  return JSON.stringify(typeParts(schema));
}

/** True of a schema whose properties are known, so that it becomes an interface. */
export function isShape(schema: JsonSchema): boolean {
  return schema.properties !== undefined;
}

function typeParts({
  $ref,
  enum: values,
  type,
  items,
  properties,
  required,
  additionalProperties,
}: JsonSchema): unknown {
  if ($ref !== undefined) return $ref;
  return {
    type: [type ?? []].flat().filter((name) => name !== 'null'),
    values: values?.filter((value) => value !== null),
    items: items && typeParts(items),
    additionalProperties:
      typeof additionalProperties === 'object' ? typeParts(additionalProperties) : undefined,
    properties:
      properties &&
      Object.entries(properties).map(([name, schema]) => [name, required?.includes(name), typeParts(schema)]),
  };
}

function collectShapes(properties: Readonly<Record<string, JsonSchema>>): Shape[] {
  const found = new Map<string, (readonly string[])[]>();
  const visit = (schema: JsonSchema, path: readonly string[]): void => {
    if (isShape(schema)) {
      const key = shapeKey(schema);
      found.set(key, [...(found.get(key) ?? []), path]);
    }
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      visit(property, path[0] === 'spec' && path.length === 1 ? [name] : [...path, name]);
    }
    if (schema.items !== undefined) visit(schema.items, [...path.slice(0, -1), singular(path.at(-1)!)]);
    if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties, path);
  };
  for (const [name, property] of Object.entries(properties)) visit(property, [name]);
  return [...found].map(([key, paths]) => ({ key, path: paths.toSorted(comparePaths)[0]!, used: 1 }));
}

function comparePaths(a: readonly string[], b: readonly string[]): number {
  return a.at(-1)!.length - b.at(-1)!.length || a.length - b.length;
}

function shapeName(kind: string, { path, used }: Shape): string {
  const name = kind + path.slice(-used).map(capitalize).join('');
  return RENAMED[name] ?? name;
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `policies` → `policy`, `analyses` → `analysis`, `steps` → `step`; `tls` and `mtls` are no plurals. */
function singular(name: string): string {
  if (/(?:tls|ss)$/i.test(name)) return name;
  return name
    .replace(/ies$/, 'y')
    .replace(/yses$/, 'ysis')
    .replace(/(?<=[^is])s$/, '');
}
