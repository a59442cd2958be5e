import type { DerivedValue, StatedOrigin, StatedValue } from '@fleetwright/plan';

/** An explanation for people: the value, where it stands or how it came about, and what it replaced. */
export function formatExplanation(explanation: StatedValue | DerivedValue): string {
  const { pointer, value } = explanation;
  const head = `${pointer} = ${formatValue(value)}`;
  const body = explanation.kind === 'stated' ? formatStated(explanation) : formatDerived(explanation);
  return `${[head, ...body].join('\n')}\n`;
}

function formatStated({ origin, overrode }: StatedValue): string[] {
  return [
    `  set by ${formatOrigin(origin)}`,
    ...overrode.map((other) => `  overrode ${formatValue(other.value)}, ${formatOrigin(other)}`),
  ];
}

function formatDerived({ formula, inputs }: DerivedValue): string[] {
  return [
    `  derived: ${formula}`,
    ...Object.entries(inputs).map(([name, value]) => `    ${name} = ${formatValue(value)}`),
  ];
}

function formatOrigin({ layer, file, line, column }: StatedOrigin): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return place === '' ? layer : `${layer}, ${place}`;
}

function formatValue(value: unknown): string {
  return value === undefined ? '(nothing)' : JSON.stringify(value);
}
