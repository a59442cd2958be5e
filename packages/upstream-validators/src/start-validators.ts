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

/** One request holds this many documents, so that an answer is not awaited for long. */
const BATCH = 200;

interface StartedHelper {
  judges: readonly JudgeName[];
  helper?: Helper;
  failure?: string;
  /** Names of the definitions that this helper has been sent. */
  definitions: Map<readonly object[], string>;
}

/** Starts the helpers whose binaries are given. One that does not start is told by each `validate`. */
export async function startValidators(binaries: ValidatorBinaries): Promise<Validators> {
  const names = (Object.keys(HELPERS) as HelperName[]).filter((name) => binaries[name] !== undefined);
  const started = await Promise.all(names.map((name) => start(name, binaries[name]!)));
  const judges = started.flatMap((one) => one.judges);
  return {
    judges,
    versions: Object.assign({}, ...started.map(({ helper }) => helper?.greeting.versions)) as Record<
      string,
      string
    >,
    validate: (documents, options = {}) => validate(started, judges, documents, options),
    close: async () => {
      await Promise.all(started.flatMap(({ helper }) => (helper === undefined ? [] : [helper.close()])));
    },
  };
}

async function start(name: HelperName, binary: string): Promise<StartedHelper> {
  const shared = { judges: HELPERS[name], definitions: new Map<readonly object[], string>() };
  try {
    return { ...shared, helper: await startHelper(binary) };
  } catch (error) {
    return { ...shared, failure: messageOf(error) };
  }
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
  const { helper, failure = '' } = started;
  if (helper === undefined) return judges.map((judge) => findNoVerdict(judge, failure));
  try {
    const common = await describeRequest(started, helper, judges, options);
    if (options.asSet) return await helper.ask({ ...common, set: documents });
    return await askInBatches(helper, common, documents);
  } catch (error) {
    if (!(error instanceof HelperFailure)) throw error;
    return judges.map((judge) => findNoVerdict(judge, messageOf(error)));
  }
}

async function describeRequest(
  { definitions }: StartedHelper,
  helper: Helper,
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

function messageOf(error: unknown): string {
  return (error as Error).message;
}
