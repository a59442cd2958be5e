import { PORTS, type PortNumbers } from '@fleetwright/kube';
import { findFlag, FLAGS, IMAGE_VARIANTS, type ImageVariant } from '@fleetwright/triton-config';
import { imageName } from './image-name.ts';
import { rememberObjects } from './remember.ts';
import type { Workload, WorkloadContainer } from './workload.ts';

/** What a container that runs Triton was told. */
export interface TritonServer {
  container: WorkloadContainer;
  /** Values by flag name, without dashes; a flag without a value has the empty string. */
  flags: ReadonlyMap<string, readonly string[]>;
  /**
   * The whole command line is given and no shell, variable or entrypoint of an image of one's own can add to it:
   * a flag that is not in `flags` is not set.
   */
  exact: boolean;
  ports: PortNumbers;
  /** Release of the image (`26.07`) and what it carries, where its tag is one of NVIDIA's. */
  release: string | undefined;
  variant: ImageVariant | undefined;
}

/** Whether a workload's pods run Triton, by the image or the command of a container. */
export function isTriton(workload: Workload): boolean {
  return tritonServer(workload) !== undefined;
}

/** The Triton server of a workload's pods, if they run one. */
export const tritonServer = rememberObjects((workload: Workload) => readServer(workload));

/** The last value of a flag, or Triton's default; undefined where a variable decides it. */
export function flagValue({ flags }: TritonServer, name: string): string | undefined {
  const value = flags.get(name)?.at(-1) ?? findFlag(name)?.default;
  return value === undefined || String(value).includes('$') ? undefined : String(value);
}

/** Whether a value of a flag means yes. https://github.com/triton-inference-server/server/blob/main/src/command_line_parser.cc */
export function isOn(value: string | undefined): boolean {
  return /^(?:true|on|1)$/i.test(value ?? '');
}

function readServer({ containers }: Workload): TritonServer | undefined {
  const container = containers.find((candidate) => !candidate.init && runsTriton(candidate));
  if (container === undefined) return undefined;
  const flags = readFlags(serverWords(wordsOf(container)));
  const port = (flag: string, otherwise: number) => Number(flags.get(flag)?.at(-1) ?? otherwise);
  return {
    container,
    flags,
    exact: hasExactCommand(container),
    ports: {
      http: port('http-port', PORTS.http),
      grpc: port('grpc-port', PORTS.grpc),
      metrics: port('metrics-port', PORTS.metrics),
    },
    ...readTag(container),
  };
}

function runsTriton(candidate: WorkloadContainer): boolean {
  return imageName(candidate).name === 'tritonserver' || wordsOf(candidate).some(isServerCommand);
}

function readTag(container: WorkloadContainer): Pick<TritonServer, 'release' | 'variant'> {
  const { name, tag } = imageName(container);
  const [, release, variant] = /^(\d{2}\.\d{2})-([-a-z0-9]+)$/.exec(tag) ?? [];
  return {
    release: name === 'tritonserver' ? release : undefined,
    variant: name === 'tritonserver' ? IMAGE_VARIANTS.find((known) => known === variant) : undefined,
  };
}

function isServerCommand(word: string): boolean {
  return word === 'tritonserver' || word.endsWith('/tritonserver');
}

// The images of NVIDIA run what their arguments say.
function hasExactCommand(container: WorkloadContainer): boolean {
  const { command = [], args = [] } = container.container;
  const [first] = command.length > 0 ? command : args;
  return isServerCommand(String(first ?? ''));
}

// A shell's script is one word of the list.
function wordsOf({ container }: WorkloadContainer): string[] {
  return [...(container.command ?? []), ...(container.args ?? [])].flatMap((word) =>
    String(word)
      .split(/\s+/)
      .filter((part) => part !== ''),
  );
}

// Of a script, only what stands between the server's name and the next command.
function serverWords(words: readonly string[]): readonly string[] {
  const starts = words.flatMap((word, index) => (isServerCommand(word) ? [index] : []));
  // A path of the image may end alike.
  const start = starts.find((index) => words[index + 1]?.startsWith('--')) ?? starts.at(-1);
  if (start === undefined) return words;
  const rest = words.slice(start + 1);
  const end = rest.findIndex((word) => /^(?:&&?|\|\|?|;|\d?>.*)$/.test(word));
  return end < 0 ? rest : rest.slice(0, end);
}

function readFlags(words: readonly string[]): Map<string, string[]> {
  const flags = new Map<string, string[]>();
  for (const [index, word] of words.entries()) {
    if (!word.startsWith('--')) continue;
    const equals = word.indexOf('=');
    const next = words[index + 1] ?? '';
    const value = equals >= 0 ? word.slice(equals + 1) : next.startsWith('-') ? '' : next;
    const name = fullName(word.slice(2, equals >= 0 ? equals : undefined));
    const values = flags.get(name);
    if (values === undefined) flags.set(name, [value]);
    else values.push(value);
  }
  return flags;
}

// As getopt_long does, Triton takes a beginning that fits one flag for that flag.
function fullName(name: string): string {
  if (findFlag(name) !== undefined) return name;
  const candidates = FLAGS.filter((flag) => flag.name.startsWith(name));
  return candidates.length === 1 ? candidates[0]!.name : name;
}
