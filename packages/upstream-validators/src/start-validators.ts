import { HELPERS, type HelperName, type JudgeName } from './judges.ts';
import type { ValidatorBinaries } from './runner/find-validators.ts';
import { HelperFailure, startHelper, type Helper, type HelperRequest } from './runner/helper.ts';
import { findNoVerdict, type UpstreamFinding } from './upstream-finding.ts';

/** A Kubernetes object: its YAML, of one document, or its value. Judges see repeated keys only in YAML. */
export type UpstreamDocument = string | object;

/** What to ask about documents. */
export interface ValidateOptions {
  /** All that are built, unless given. A judge that is given and not built is a `could-not-check`. */
  judges?: readonly JudgeName[];
  /** The documents are everything that is applied together: what they say of each other is judged as well. */
  asSet?: boolean;
  /** Resources of the cluster beside the set, e.g. its gateways: what they offer is taken into account. */
  neighbours?: readonly UpstreamDocument[];
  /**
   * The CustomResourceDefinitions of the cluster, for the judge `crd`, which is not asked without them. Pass the same
   * array again for the same cluster: it is sent and compiled once.
   */
  crds?: readonly object[];
  /** Pod Security Standard that pods are held against: `restricted` unless given. */
  podSecurityLevel?: 'restricted' | 'baseline' | 'privileged';
}

/** The running helpers. */
export interface Validators {
  /** The judges that are built, in a fixed order. */
  judges: readonly JudgeName[];
  /** Versions of the projects whose code judges, e.g. `kubernetes: v1.34.4`. */
  versions: Readonly<Record<string, string>>;
  /** All findings, by judge's helper and then by document. Never rejects on account of documents or helpers. */
  validate(documents: readonly UpstreamDocument[], options?: ValidateOptions): Promise<UpstreamFinding[]>;
  /** Ends the helpers; resolves when they are gone. */
  close(): Promise<void>;
}

/** How the helpers are treated. */
export interface StartOptions {
  /** Milliseconds after which a helper that owes an answer and says nothing is ended: a minute unless given. */
  patience?: number;
}

/** One request holds this many documents, so that an answer is not awaited for long. */
const BATCH = 200;

/** How long the largest set takes by far. */
const PATIENCE_MS = 60_000;

interface StartedHelper {
  judges: readonly JudgeName[];
  start: () => Promise<RunningHelper>;
  /** Rejects when it could not be started. */
  running: Promise<RunningHelper>;
  closed: boolean;
}

interface RunningHelper {
  helper: Helper;
  /** Names of the definitions that it has been sent. */
  definitions: Map<readonly object[], string>;
}

/**
 * Starts the helpers whose binaries are given. One that does not start is told by each `validate`; one that ends over a
 * request is started again and asked once more.
 */
export async function startValidators(
  binaries: ValidatorBinaries,
  { patience = PATIENCE_MS }: StartOptions = {},
): Promise<Validators> {
  const names = (Object.keys(HELPERS) as HelperName[]).filter((name) => binaries[name] !== undefined);
  const started = names.map((name) => start(name, binaries[name]!, patience));
  const running = (await Promise.allSettled(started.map((one) => one.running))).flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  const judges = started.flatMap((one) => one.judges);
  return {
    judges,
    versions: Object.assign({}, ...running.map(({ helper }) => helper.greeting.versions)) as Record<
      string,
      string
    >,
    validate: (documents, options = {}) => validate(started, judges, documents, options),
    close: async () => {
      await Promise.all(started.map(closeHelper));
    },
  };
}

function start(name: HelperName, binary: string, patience: number): StartedHelper {
  const run = async (): Promise<RunningHelper> => ({
    helper: await startHelper(binary, patience),
    definitions: new Map(),
  });
  return { judges: HELPERS[name], start: run, running: run(), closed: false };
}

async function closeHelper(started: StartedHelper): Promise<void> {
  started.closed = true;
  // One that did not start is gone.
  await started.running.then(
    ({ helper }) => helper.close(),
    () => undefined,
  );
}

async function validate(
  started: readonly StartedHelper[],
  built: readonly JudgeName[],
  documents: readonly UpstreamDocument[],
  options: ValidateOptions,
): Promise<UpstreamFinding[]> {
  const wanted = options.judges ?? built.filter((judge) => judge !== 'crd' || options.crds !== undefined);
  const answerable = wanted.filter((judge) => explainSilence(judge, built, options) === undefined);
  const missing = wanted
    .filter((judge) => !answerable.includes(judge))
    .map((judge) => findNoVerdict(judge, explainSilence(judge, built, options)!));
  const asked = started.map(async (one) => {
    const judges = one.judges.filter((judge) => answerable.includes(judge));
    return judges.length === 0 ? [] : askHelper(one, judges, documents, options);
  });
  return [...missing, ...dropRepeated((await Promise.all(asked)).flat())];
}

/** Why a judge that was asked for says nothing; undefined when it can. */
function explainSilence(
  judge: JudgeName,
  built: readonly JudgeName[],
  { crds }: ValidateOptions,
): string | undefined {
  if (!built.includes(judge)) return `The judge ${judge} is not built.`;
  return judge === 'crd' && crds === undefined ? 'No CustomResourceDefinitions were given.' : undefined;
}

async function askHelper(
  started: StartedHelper,
  judges: readonly JudgeName[],
  documents: readonly UpstreamDocument[],
  options: ValidateOptions,
): Promise<UpstreamFinding[]> {
  const ask = async (running: RunningHelper): Promise<UpstreamFinding[]> => {
    const common = await describeRequest(running, judges, options);
    if (options.asSet) return await running.helper.ask({ ...common, set: documents });
    return await askInBatches(running.helper, common, documents);
  };
  try {
    return await askTwice(started, ask);
  } catch (error) {
    if (!(error instanceof HelperFailure)) throw error;
    return judges.map((judge) => findNoVerdict(judge, error.message));
  }
}

/** What ended a helper may have nothing to do with what it was asked; what hung would hang again. */
async function askTwice(
  started: StartedHelper,
  ask: (running: RunningHelper) => Promise<UpstreamFinding[]>,
): Promise<UpstreamFinding[]> {
  const running = await revive(started);
  try {
    return await ask(running);
  } catch (error) {
    if (running.helper.isRunning() || (error instanceof HelperFailure && error.reason === 'hung'))
      throw error;
    return await ask(await revive(started));
  }
}

/** The running helper, started again if it has ended by itself. */
async function revive(started: StartedHelper): Promise<RunningHelper> {
  const current = started.running;
  const running = await current;
  if (running.helper.isRunning() || started.closed) return running;
  // Another caller may have started it meanwhile.
  if (started.running === current) started.running = started.start();
  return started.running;
}

async function describeRequest(
  { helper, definitions }: RunningHelper,
  judges: readonly JudgeName[],
  { crds, neighbours = [], podSecurityLevel = 'restricted' }: ValidateOptions,
): Promise<HelperRequest> {
  const common = { judges, neighbours, podSecurityLevel };
  if (crds === undefined || !judges.includes('crd')) return common;
  const known = definitions.get(crds);
  const name = known ?? `definitions ${definitions.size + 1}`;
  if (known === undefined) {
    definitions.set(crds, name);
    await helper.ask({ judges: ['crd'], documents: [], crds: name, definitions: crds });
  }
  return { ...common, crds: name };
}

async function askInBatches(
  helper: Helper,
  common: HelperRequest,
  documents: readonly UpstreamDocument[],
): Promise<UpstreamFinding[]> {
  const starts = Array.from({ length: Math.ceil(documents.length / BATCH) }, (_, batch) => batch * BATCH);
  const answers = starts.map(async (start) => {
    const findings = await helper.ask({ ...common, documents: documents.slice(start, start + BATCH) });
    return findings.map((finding) => ({
      ...finding,
      index: finding.index < 0 ? finding.index : finding.index + start,
    }));
  });
  return (await Promise.all(answers)).flat();
}

/** That a document is not YAML is said by every helper. */
function dropRepeated(findings: readonly UpstreamFinding[]): UpstreamFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ index, path, message, severity }) => {
    if (index < 0 || severity !== 'error' || path !== '') return true;
    const key = `${index} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
