import type { Container } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';

/** Whether a container has a variable, or may have it from a source that is read whole. */
export function hasVariable({ env = [], envFrom = [] }: Loose<Container>, name: string): boolean {
  return envFrom.length > 0 || env.some((variable) => variable.name === name);
}

/** The literal value of a variable of a container; undefined where something else decides it. */
export function variableOf({ env = [] }: Loose<Container>, name: string): string | undefined {
  const value = env.find((variable) => variable.name === name)?.value;
  return typeof value === 'string' && !value.includes('$(') ? value : undefined;
}
