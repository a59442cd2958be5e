import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { UpstreamFinding } from '../upstream-finding.ts';

/** What a helper says first. */
export interface Greeting {
  judges: readonly string[];
  /** Of the linked projects, e.g. `kubernetes: v1.34.4`. */
  versions: Readonly<Record<string, string>>;
}

/** What a helper is asked, but for the number of the question. */
export type HelperRequest = Readonly<Record<string, unknown>>;

interface Answer {
  id: number;
  findings: UpstreamFinding[];
  error?: string;
}

interface Waiting {
  resolve: (findings: UpstreamFinding[]) => void;
  reject: (error: Error) => void;
}

/** Why a helper gave no answer: its process is gone, it took too long and was ended, or it cannot do what was asked. */
export type FailureCause = 'ended' | 'hung' | 'refused';

/** The helper does not answer any more, or could not do what it was asked. */
export class HelperFailure extends Error {
  readonly reason: FailureCause;

  constructor(message: string, reason: FailureCause) {
    super(message);
    this.reason = reason;
  }
}

/** A running helper. */
export interface Helper {
  greeting: Greeting;
  /** Rejects with a HelperFailure. */
  ask: (request: HelperRequest) => Promise<UpstreamFinding[]>;
  /** Whether it can be asked. */
  isRunning: () => boolean;
  /** Ends the process; resolves when it is gone. */
  close: () => Promise<void>;
}

/** How long a helper may take to end by itself when its input has ended. */
const GRACE_MS = 2000;

/** How much of what a helper says to its standard error is kept for messages. */
const KEPT_CHARACTERS = 400;

/**
 * Starts a helper and waits for its greeting; rejects with a HelperFailure when there is none. One that owes an answer
 * and says nothing for `patience` milliseconds is ended.
 */
export async function startHelper(binary: string, patience: number): Promise<Helper> {
  const connection = new Connection(binary, patience);
  const greeting = await connection.greeting;
  return {
    greeting,
    ask: (request) => connection.ask(request),
    isRunning: () => connection.isRunning(),
    close: () => connection.close(),
  };
}

class Connection {
  readonly greeting: Promise<Greeting>;
  readonly #binary: string;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #gone: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #greeter: { resolve: (greeting: Greeting) => void; reject: (error: Error) => void } | undefined;
  #failure: HelperFailure | undefined;
  readonly #patience: number;
  #silence: NodeJS.Timeout | undefined;
  #nextId = 1;
  #said = '';

  constructor(binary: string, patience: number) {
    this.#binary = binary;
    this.#patience = patience;
    this.#process = spawn(binary, { stdio: 'pipe' });
    this.#gone = new Promise((resolve) => this.#process.once('close', () => resolve()));
    this.greeting = new Promise((resolve, reject) => (this.#greeter = { resolve, reject }));
    this.#listen(this.#process);
    this.#awaitWord();
  }

  isRunning(): boolean {
    return this.#failure === undefined;
  }

  ask(request: HelperRequest): Promise<UpstreamFinding[]> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    this.#process.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    if (this.#waiting.size === 0) this.#awaitWord();
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async close(): Promise<void> {
    this.#process.stdin.end();
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), GRACE_MS);
    await this.#gone;
    clearTimeout(timer);
  }

  /** From now on, silence is counted. Requests are answered one after another, so that each answer begins anew. */
  #awaitWord(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#fail(`gave no answer for ${this.#patience / 1000} s and was ended`, 'hung');
      this.#process.kill('SIGKILL');
    }, this.#patience);
  }

  #listen(process: ChildProcessWithoutNullStreams): void {
    process.once('error', ({ message }) => this.#fail(`did not start: ${message}`));
    process.once('close', (code, signal) =>
      this.#fail(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`),
    );
    // Writing to a process that has ended: its end is told above.
    process.stdin.on('error', () => undefined);
    process.stderr.on('data', (text: Buffer) => {
      this.#said = `${this.#said}${text.toString()}`.slice(-KEPT_CHARACTERS);
    });
    createInterface({ input: process.stdout }).on('line', (line) => this.#read(line));
  }

  #read(line: string): void {
    const value = parseLine(line);
    if (value === undefined) {
      this.#fail(`does not speak the protocol, it says ${line.slice(0, KEPT_CHARACTERS)}`);
      this.#process.kill('SIGKILL');
    } else if (this.#greeter === undefined) this.#settle(value as Answer);
    else {
      this.#greeter.resolve(value as Greeting);
      this.#greeter = undefined;
    }
    if (this.#waiting.size === 0) clearTimeout(this.#silence);
    else this.#awaitWord();
  }

  #settle({ id, findings, error }: Answer): void {
    const asker = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) asker?.resolve(findings);
    else asker?.reject(new HelperFailure(error, 'refused'));
  }

  /** The first thing that goes wrong is the cause of what follows. */
  #fail(how: string, reason: FailureCause = 'ended'): void {
    clearTimeout(this.#silence);
    const said = this.#said.trim();
    this.#failure ??= new HelperFailure(`${this.#binary} ${how}${said === '' ? '' : `: ${said}`}`, reason);
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
    this.#greeter?.reject(this.#failure);
    this.#greeter = undefined;
  }
}

/** Every line of a helper is an object. */
function parseLine(line: string): object | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
