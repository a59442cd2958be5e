import { PORTS, type PortNumbers } from '@fleetwright/kube';
import type { Workload, WorkloadContainer } from './workload.ts';

/** What a container that runs Triton was told. */
export interface TritonServer {
  container: WorkloadContainer;
  /** Values by flag name, without dashes; a flag without a value has the empty string. */
  flags: ReadonlyMap<string, readonly string[]>;
  ports: PortNumbers;
}

/** Whether a workload's pods run Triton, by the image or the command of a container. */
export function isTriton(workload: Workload): boolean {
  return tritonServer(workload) !== undefined;
}

/** The Triton server of a workload's pods, if they run one. */
export function tritonServer({ containers }: Workload): TritonServer | undefined {
  const container = containers.find((candidate) => !candidate.init && runsTriton(candidate));
  if (container === undefined) return undefined;
  const flags = readFlags(wordsOf(container));
  const port = (flag: string, otherwise: number) => Number(flags.get(flag)?.at(-1) ?? otherwise);
  return {
    container,
    flags,
    ports: {
      http: port('http-port', PORTS.http),
      grpc: port('grpc-port', PORTS.grpc),
      metrics: port('metrics-port', PORTS.metrics),
    },
  };
}

function runsTriton(candidate: WorkloadContainer): boolean {
  const [image = ''] = String(candidate.container.image ?? '').split('@');
  const [repository] = image.slice(image.lastIndexOf('/') + 1).split(':');
  return repository === 'tritonserver' || wordsOf(candidate).some(isServerCommand);
}

function isServerCommand(word: string): boolean {
  return word === 'tritonserver' || word.endsWith('/tritonserver');
}

// A shell's script is one word of the list.
function wordsOf({ container }: WorkloadContainer): string[] {
  return [...(container.command ?? []), ...(container.args ?? [])].flatMap((word) =>
    String(word)
      .split(/\s+/)
      .filter((part) => part !== ''),
  );
}

function readFlags(words: readonly string[]): Map<string, string[]> {
  const flags = new Map<string, string[]>();
  for (const [index, word] of words.entries()) {
    if (!word.startsWith('--')) continue;
    const equals = word.indexOf('=');
    const next = words[index + 1] ?? '';
    const value = equals >= 0 ? word.slice(equals + 1) : next.startsWith('-') ? '' : next;
    const name = word.slice(2, equals >= 0 ? equals : undefined);
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  return flags;
}
