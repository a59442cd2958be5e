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

/** The helper does not answer any more, or could not do what it was asked. */
export class HelperFailure extends Error {}

/** A running helper. */
export interface Helper {
  greeting: Greeting;
  /** Rejects with a HelperFailure. */
  ask: (request: HelperRequest) => Promise<UpstreamFinding[]>;
  /** Ends the process; resolves when it is gone. */
  close: () => Promise<void>;
}

/** How long a helper may take to end by itself when its input has ended. */
const GRACE_MS = 2000;

/** How much of what a helper says to its standard error is kept for messages. */
const KEPT_CHARACTERS = 400;

/** Starts a helper and waits for its greeting; rejects with a HelperFailure when there is none. */
export function startHelper(binary: string): Promise<Helper> {
  const process = spawn(binary, { stdio: 'pipe' });
  return new Promise((resolve, reject) => {
    const connection = connect(process, binary, (greeting) =>
      resolve({ greeting, ask: connection.ask, close: connection.close }),
    );
    connection.ended.catch(reject);
  });
}

function connect(
  process: ChildProcessWithoutNullStreams,
  binary: string,
  greet: (greeting: Greeting) => void,
): { ask: Helper['ask']; close: Helper['close']; ended: Promise<never> } {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let failure: HelperFailure | undefined;
  let greeted = false;
  let said = '';
  const gone = new Promise<void>((resolve) => process.once('close', () => resolve()));
  const ended = new Promise<never>((_, reject) => {
    const fail = (how: string): void => {
      failure ??= new HelperFailure(`${binary} ${how}${said === '' ? '' : `: ${said.trim()}`}`);
      for (const { reject } of waiting.values()) reject(failure);
      waiting.clear();
      reject(failure);
    };
    process.once('error', ({ message }) => fail(`did not start: ${message}`));
    process.once('close', (code, signal) =>
      fail(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`),
    );
    createInterface({ input: process.stdout }).on('line', (line) => {
      const value = parseLine(line);
      if (value === undefined) {
        fail(`does not speak the protocol, it says ${line.slice(0, KEPT_CHARACTERS)}`);
        process.kill('SIGKILL');
      } else if (greeted) settle(waiting, value as Answer);
      else {
        greeted = true;
        greet(value as Greeting);
      }
    });
  });
  // Whoever asks gets the failure; nobody has to wait for the end.
  ended.catch(() => undefined);
  process.stdin.on('error', () => undefined);
  process.stderr.on('data', (text: Buffer) => (said = `${said}${text.toString()}`.slice(-KEPT_CHARACTERS)));
  return {
    ended,
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        process.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
      }),
    close: () => end(process, gone),
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function settle(waiting: Map<number, Waiting>, { id, findings, error }: Answer): void {
  const asker = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) asker?.resolve(findings);
  else asker?.reject(new HelperFailure(error));
}

async function end(process: ChildProcessWithoutNullStreams, gone: Promise<void>): Promise<void> {
  process.stdin.end();
  const timer = setTimeout(() => process.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(timer);
}
