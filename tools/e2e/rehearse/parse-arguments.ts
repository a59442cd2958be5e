import { ROOT } from '../fleets.ts';

/** What is rehearsed, as it was asked for. */
export interface RehearsalRequest {
  /** Git revision from which the change comes. */
  base: string;
  /** Default: the one service that changes. */
  service?: string;
  /** Default: the first one on which its pods change and a Rollout replaces them. */
  cluster?: string;
  /** Default: the fewest that the service states. */
  replicas?: number;
  /** Folder of the workspace. */
  workspace: string;
}

/** How the command is called. */
export const USAGE =
  'Usage: npm run rehearse -- --base=REF [--service=S] [--cluster=C] [--replicas=N] [--workspace=DIR]';

const OPTIONS = ['base', 'service', 'cluster', 'replicas', 'workspace'] as const;
type Option = (typeof OPTIONS)[number];

/** Reads the command line; a text says what is wrong with it. */
export function parseArguments(args: readonly string[]): RehearsalRequest | string {
  const values: Partial<Record<Option, string>> = {};
  for (const arg of args) {
    const [, name, value] = /^--([a-z]+)=(.+)$/s.exec(arg) ?? [];
    if (!isOption(name) || value === undefined) return `Unknown argument ${arg}.`;
    if (values[name] !== undefined) return `--${name} is given twice.`;
    values[name] = value;
  }
  const { base, service, cluster, replicas, workspace = ROOT } = values;
  if (base === undefined) return 'Without --base=REF there is nothing to compare with.';
  if (replicas !== undefined && !/^[1-9]\d{0,2}$/.test(replicas))
    return `--replicas=${replicas} is no number of pods: expected 1 to 999.`;
  return {
    base,
    workspace,
    ...(service !== undefined && { service }),
    ...(cluster !== undefined && { cluster }),
    ...(replicas !== undefined && { replicas: Number(replicas) }),
  };
}

function isOption(name: string | undefined): name is Option {
  return OPTIONS.includes(name as Option);
}
