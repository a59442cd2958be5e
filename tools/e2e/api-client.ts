import { connect, constants, type ClientHttp2Session } from 'node:http2';

/** Answer of the API server: the object, or a Status that says why not. */
export interface ApiAnswer {
  status: number;
  body: unknown;
}

/** One call; `body` is YAML as text, or a value that is sent as JSON: of a PATCH, a merge patch. */
export interface ApiCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
}

/** A connection to an API server as one of its users. */
export interface ApiClient {
  send(call: ApiCall): Promise<ApiAnswer>;
  /** Calls back with each line of an answer that does not end by itself, until the connection is closed. */
  follow(path: string, onLine: (line: string) => void): void;
  close(): void;
}

/** Where an API server is reached, and how it and the caller are known. */
export interface ApiAccess {
  port: number;
  token: string;
  certificate: string;
}

/** Connects to an API server on loopback; calls share one HTTP/2 connection. */
export function connectToApi({ port, token, certificate }: ApiAccess): ApiClient {
  const session = connect(`https://127.0.0.1:${port}`, { ca: certificate });
  // Every call that waits gets the error; without a listener it would end the process.
  session.on('error', () => undefined);
  return {
    send: (call) => sendCall(session, token, call),
    follow: (path, onLine) => followLines(session, { token, path }, onLine),
    close: () => session.destroy(),
  };
}

function sendCall(
  session: ClientHttp2Session,
  token: string,
  { method, path, body }: ApiCall,
): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: method,
      [constants.HTTP2_HEADER_PATH]: path,
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': contentType(method, body),
    });
    let status = 0;
    const chunks: Buffer[] = [];
    stream.on('response', (headers) => (status = Number(headers[constants.HTTP2_HEADER_STATUS])));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => resolve({ status, body: readBody(Buffer.concat(chunks).toString()) }));
    stream.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
  });
}

function contentType(method: ApiCall['method'], body: unknown): string {
  if (typeof body === 'string') return 'application/yaml';
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}

function followLines(
  session: ClientHttp2Session,
  { token, path }: { token: string; path: string },
  onLine: (line: string) => void,
): void {
  const stream = session.request({
    [constants.HTTP2_HEADER_PATH]: path,
    authorization: `Bearer ${token}`,
    accept: 'application/json',
  });
  // An end is seen as silence by whoever waits for a line.
  stream.on('error', () => undefined);
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    lines.forEach(onLine);
  });
}

function readBody(text: string): unknown {
  return text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
}
