import { connect, constants, type ClientHttp2Session } from 'node:http2';

/** Answer of the API server: the object, or a Status that says why not. */
export interface ApiAnswer {
  status: number;
  body: unknown;
}

/** One call; `body` is YAML as text, or a value that is sent as JSON. */
export interface ApiCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
}

/** A connection to an API server as its administrator. */
export interface ApiClient {
  send(call: ApiCall): Promise<ApiAnswer>;
  close(): void;
}

/** Where an API server is reached, and how it and its administrator are known. */
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
      'content-type': typeof body === 'string' ? 'application/yaml' : 'application/json',
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

function readBody(text: string): unknown {
  return text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
}
