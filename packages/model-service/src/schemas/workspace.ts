import { API_VERSION, closedObject, named, type Schema } from './common.ts';

/** The programs that may judge manifests besides the schemas and rules that are always applied. */
export const JUDGES = [
  'kubeconform',
  'kubernetes',
  'pod-security',
  'crd',
  'argo-rollouts',
  'istio',
  'istio-analysis',
  'prometheus',
] as const;

/** `fleetwright.yaml` at the root of a workspace. */
export const workspaceSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'WorkspaceFile',
  ...closedObject(
    'What holds for the whole workspace. The file may be absent.',
    {
      apiVersion: { const: API_VERSION },
      kind: { const: 'Workspace' },
      spec: closedObject(
        'The workspace.',
        {
          validation: named(
            'WorkspaceValidation',
            closedObject('How manifests are validated.', {
              judges: {
                type: 'array',
                description:
                  'Judges that must have run: where one is not built, the check is incomplete and exits 2. Others are used when they are there, and named when they are not.',
                items: { type: 'string', enum: [...JUDGES] },
                uniqueItems: true,
                maxItems: JUDGES.length,
              },
            }),
          ),
        },
        [],
      ),
    },
    ['apiVersion', 'kind', 'spec'],
  ),
};
