import { readBuiltFiles } from './built-files.ts';
import { startGoProgram, type GoProgram } from './go-program.ts';
import { parseInvalidMessage, type SchemaError } from './parse-message.ts';
import { SchemaFiles, type SchemaSource } from './schema-files.ts';
import { DEFAULT_SCHEMA_LOCATIONS } from './schema-locations.ts';
import { WebAssembly } from './web-assembly.ts';

/**
 * What kubeconform says of a document. An `error` was not judged: it cannot be read, there is no schema for its kind,
 * or kubeconform itself failed.
 */
export type VerdictStatus = 'valid' | 'invalid' | 'error' | 'skipped' | 'empty';

/** The verdict on one document, or on one item of a List. */
export interface Verdict {
  status: VerdictStatus;
  /** As far as the document says; else empty, as are version and name. */
  kind: string;
  /** The document's apiVersion. */
  version: string;
  name: string;
  /** None unless the status is `invalid` or `error`. */
  errors: SchemaError[];
}

/** How documents are judged. */
export interface KubeconformOptions {
  schemas: SchemaSource;
  /** Refuse fields that a schema does not know, and duplicate keys; true by default. */
  strict?: boolean;
  /** `skipped` instead of `error` for a kind without schema; false by default. */
  ignoreMissingSchemas?: boolean;
}

/** What one call is about. */
export interface ValidateOptions {
  /** Version of Kubernetes for the schema locations: "1.34.0". Without it "master". */
  kubernetesVersion?: string;
  /** Templates of the schemas' paths, tried in order, as those of -schema-location. */
  schemaLocations?: readonly string[];
}

/** A loaded kubeconform. It compiles each schema at its first use and keeps it. */
export interface Kubeconform {
  /** Judges every document of a YAML stream. */
  validate(yaml: string, options?: ValidateOptions): Verdict[];
}

interface RawVerdict extends Omit<Verdict, 'errors'> {
  message: string;
}

/** Loads kubeconform; throws when it is not built. */
export async function loadKubeconform(options: KubeconformOptions): Promise<Kubeconform> {
  const { program, runtime } = readBuiltFiles();
  const module = await WebAssembly.compile(program);
  return new KubeconformHost(options, (files) => startGoProgram(module, runtime, files));
}

/** Where kubeconform splits a stream. */
const SEPARATOR = '\n---';

class KubeconformHost implements Kubeconform {
  readonly #options: KubeconformOptions;
  readonly #start: (files: SchemaFiles) => GoProgram;
  #files: SchemaFiles;
  #program: GoProgram | undefined;

  constructor(options: KubeconformOptions, start: (files: SchemaFiles) => GoProgram) {
    this.#options = options;
    this.#start = start;
    this.#files = new SchemaFiles(options.schemas);
  }

  validate(yaml: string, options: ValidateOptions = {}): Verdict[] {
    const settings = this.#settings(options);
    const judged: Verdict[][] = [];
    for (const most = yaml.split(SEPARATOR).length; judged.length < most;) {
      const crash = this.#judge(settings, { yaml, judged });
      if (crash === undefined) break;
      judged.push([describeCrash(crash)]);
    }
    return judged.flat();
  }

  #settings({
    kubernetesVersion = 'master',
    schemaLocations = DEFAULT_SCHEMA_LOCATIONS,
  }: ValidateOptions): string {
    const { strict = true, ignoreMissingSchemas = false } = this.#options;
    return JSON.stringify({ kubernetesVersion, schemaLocations, strict, ignoreMissingSchemas });
  }

  /** Judges the documents that have no verdicts yet; says what ended the program when one of them did. */
  #judge(settings: string, { yaml, judged }: { yaml: string; judged: Verdict[][] }): string | undefined {
    const { validate } = this.#running();
    const emit = (text: string) => {
      judged.push((JSON.parse(text) as RawVerdict[]).map(toVerdict));
    };
    let refusal: string | undefined;
    try {
      refusal = validate(settings, yaml, judged.length, emit);
    } catch (error) {
      // The stack of the engine, which a Go program shares, is at its end.
      return this.#abandon((error as Error).message);
    }
    const { thrown, errorOutput } = this.#files;
    if (thrown !== undefined) this.#rethrow(thrown);
    if (refusal === undefined) return this.#abandon(errorOutput.split('\n', 1)[0]!);
    if (refusal !== '') throw new Error(`kubeconform judged nothing: ${refusal}`);
    return undefined;
  }

  #running(): GoProgram {
    this.#program ??= this.#start(this.#files);
    return this.#program;
  }

  #abandon(reason: string): string {
    this.#program?.abandon();
    this.#program = undefined;
    this.#files = new SchemaFiles(this.#options.schemas);
    return reason;
  }

  #rethrow(thrown: unknown): never {
    this.#abandon('the schemas could not be read');
    throw thrown;
  }
}

function toVerdict({ message, ...verdict }: RawVerdict): Verdict {
  if (verdict.status === 'invalid') return { ...verdict, errors: parseInvalidMessage(message) };
  return { ...verdict, errors: message === '' ? [] : [{ path: '', message }] };
}

function describeCrash(reason: string): Verdict {
  const message = `kubeconform ended while it judged this document: ${reason}`;
  return { status: 'error', kind: '', version: '', name: '', errors: [{ path: '', message }] };
}
