import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../resource.ts';

/** A change that the API server accepted. */
export interface Change {
  /** Milliseconds since 1970. */
  at: number;
  user: string;
  verb: string;
  /** `plural/namespace/name`. */
  object: string;
  /** The object after the change, without what the server keeps about it. */
  spec: unknown;
}

/** Reads what the API server recorded. */
export interface AuditLog {
  /** Accepted changes of objects in a namespace since a moment, by anybody, in order. */
  changes(filter: { namespace: string; since?: number }): Change[];
}

interface AuditEvent {
  verb: string;
  user: { username: string };
  objectRef?: { resource: string; namespace?: string; name?: string; subresource?: string };
  responseStatus?: { code: number };
  responseObject?: Resource & { code?: number };
  stageTimestamp: string;
}

/** Kinds that two controllers could both want to write. */
const RECORDED = [
  { group: '', resources: ['services', 'serviceaccounts', 'configmaps'] },
  { group: 'argoproj.io', resources: ['rollouts', 'analysistemplates'] },
  { group: 'autoscaling', resources: ['horizontalpodautoscalers'] },
  { group: 'keda.sh', resources: ['scaledobjects'] },
  { group: 'networking.istio.io' },
  { group: 'security.istio.io' },
  { group: 'monitoring.coreos.com' },
  { group: 'networking.k8s.io' },
  { group: 'policy', resources: ['poddisruptionbudgets'] },
];

/** Flags that make the API server record who changes what, below the state folder. */
export function writeAuditPolicy(folder: string): string[] {
  const policy = {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      {
        level: 'RequestResponse',
        verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
        resources: RECORDED,
      },
      { level: 'None' },
    ],
  };
  writeFileSync(join(folder, 'audit-policy.yaml'), JSON.stringify(policy));
  return [
    `--audit-policy-file=${join(folder, 'audit-policy.yaml')}`,
    `--audit-log-path=${join(folder, 'audit.log')}`,
  ];
}

/** Opens the record of an API server that was started with the flags of `writeAuditPolicy`. */
export function openAuditLog(folder: string): AuditLog {
  return {
    changes: ({ namespace, since = 0 }) =>
      readFileSync(join(folder, 'audit.log'), 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}') && line.includes(`"namespace":"${namespace}"`))
        .map((line) => JSON.parse(line) as AuditEvent)
        .filter(isAccepted)
        .map(changeOf)
        .filter(({ at }) => at >= since),
  };
}

function isAccepted({ responseStatus, objectRef }: AuditEvent): boolean {
  return (responseStatus?.code ?? 500) < 300 && objectRef?.subresource !== 'status';
}

function changeOf({ verb, user, objectRef, responseObject, stageTimestamp }: AuditEvent): Change {
  const { resource, namespace = '', name = responseObject?.metadata?.name } = objectRef!;
  return {
    at: Date.parse(stageTimestamp),
    user: user.username,
    verb,
    object: `${resource}/${namespace}/${name}`,
    spec: verb === 'delete' ? undefined : responseObject?.spec,
  };
}
