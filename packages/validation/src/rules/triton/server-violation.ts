import type { Workload, WorkloadContainer } from '../../graph/workload.ts';
import type { Violation } from '../../rule.ts';

/** A violation at the argument of a container that says a flag, or at its command where none does. */
export function describeFlag(
  { node }: Workload,
  { container, pointer }: WorkloadContainer,
  flag: string,
  text: { message: string; fix: string },
): Violation {
  for (const field of ['args', 'command'] as const) {
    const index = (container[field] ?? []).findIndex((word) => String(word).includes(`--${flag}`));
    if (index >= 0) return { node, pointer: `${pointer}/${field}/${index}`, ...text };
  }
  const field = container.args ? '/args' : container.command ? '/command' : '';
  return { node, pointer: pointer + field, ...text };
}
