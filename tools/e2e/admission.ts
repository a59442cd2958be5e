import type { ApiAnswer, ApiClient } from './api-client.ts';
import { waitUntil } from './wait-until.ts';
import type { Resource } from './resource.ts';

/** Asks an API server whether it would take a resource, or makes it take one. */
export interface Admission {
  /** Server-side dry run of a creation; the server's message when it refuses. `text` is sent as it is. */
  tryToCreate(resource: Resource, text?: string): Promise<string | undefined>;
  /** The object that a creation would store, with every default, or the server's message. */
  preview(resource: Resource): Promise<{ stored?: Resource; message?: string }>;
  /** Creates a resource or replaces the one of that name; the server's message when it refuses. */
  put(resource: Resource, text?: string): Promise<string | undefined>;
  remove(resource: Resource): Promise<void>;
  read(resource: Resource): Promise<Resource | undefined>;
  /** Waits until the server serves a kind; false when it never did within the time. */
  serves(apiVersion: string, kind: string, seconds: number): Promise<boolean>;
}

interface ApiResource {
  name: string;
  kind: string;
  namespaced: boolean;
}

const STRICT = 'fieldValidation=Strict&fieldManager=fleetwright';

/** Opens the admission of an API server; kinds are learnt from its discovery documents. */
export function openAdmission(api: ApiClient): Admission {
  const discovered = new Map<string, Promise<ApiResource[]>>();

  async function discover(apiVersion: string): Promise<ApiResource[]> {
    const root = apiVersion.includes('/') ? '/apis' : '/api';
    const { body } = await api.send({ method: 'GET', path: `${root}/${apiVersion}` });
    return (body as { resources?: ApiResource[] }).resources ?? [];
  }

  async function folderOf({ apiVersion, kind, metadata }: Resource): Promise<string | undefined> {
    if (!discovered.has(apiVersion)) discovered.set(apiVersion, discover(apiVersion));
    const kinds = await discovered.get(apiVersion)!;
    const found = kinds.find((candidate) => candidate.kind === kind && !candidate.name.includes('/'));
    if (found === undefined) return undefined;
    const root = apiVersion.includes('/') ? '/apis' : '/api';
    const namespace = found.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${root}/${apiVersion}${namespace}/${found.name}`;
  }

  async function create(
    resource: Resource,
    { text, query }: { text?: string; query: string },
  ): Promise<ApiAnswer> {
    const folder = await folderOf(resource);
    if (folder === undefined) return unknownKind(resource);
    return api.send({ method: 'POST', path: `${folder}?${query}`, body: text ?? resource });
  }

  async function sendTo(
    method: 'GET' | 'PUT' | 'DELETE',
    resource: Resource,
    text?: string,
  ): Promise<ApiAnswer> {
    const folder = await folderOf(resource);
    const query = method === 'PUT' ? `?${STRICT}` : '';
    const body = method === 'PUT' ? (text ?? resource) : undefined;
    return api.send({ method, path: `${folder}/${resource.metadata.name}${query}`, body });
  }

  return {
    async tryToCreate(resource, text) {
      return refusal(await create(resource, { text, query: `dryRun=All&${STRICT}` }));
    },
    async preview(resource) {
      const answer = await create(resource, { query: `dryRun=All&${STRICT}` });
      const message = refusal(answer);
      return message === undefined ? { stored: answer.body as Resource } : { message };
    },
    async put(resource, text) {
      const answer = await create(resource, { text, query: STRICT });
      return refusal(answer.status === 409 ? await sendTo('PUT', resource, text) : answer);
    },
    async remove(resource) {
      await sendTo('DELETE', resource);
    },
    async read(resource) {
      const { status, body } = await sendTo('GET', resource);
      return status === 200 ? (body as Resource) : undefined;
    },
    async serves(apiVersion, kind, seconds) {
      const found = await waitUntil(seconds, async () => {
        const kinds = await discover(apiVersion);
        return kinds.some((candidate) => candidate.kind === kind) || undefined;
      });
      return found === true;
    },
  };
}

function unknownKind({ apiVersion, kind }: Resource): ApiAnswer {
  return { status: 404, body: { message: `the server has no kind ${kind} in ${apiVersion}` } };
}

function refusal({ status, body }: ApiAnswer): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  const { message } = body as { message?: string };
  return message ?? `status ${status}: ${String(body)}`;
}
