import { InternalError } from '@fleetwright/findings';
import { readManifests, type KubeObject } from '@fleetwright/manifests';
import { parseCluster, parseEnvironment, type ParseResult, type Parsed } from '@fleetwright/model-service';
import { CLUSTER } from '@fleetwright/model-service/sample-texts';
import { renderArgocd } from '@fleetwright/overlay';
import { judgeYaml, type Edit } from './testing.ts';

const ENVIRONMENT = `apiVersion: fleetwright.dev/v1alpha1
kind: Environment
metadata: { name: production }
spec:
  namespace: ml-inference
  waves: [[prod-us-east], [prod-eu-west]]
  argocd:
    repoURL: https://git.example.com/acme/fleet.git
    targetRevision: refs/heads/main
`;

/** What an environment states unless a test is about it. */
const STATED = `
    automated: {}
    syncWindows: [{ kind: deny, schedule: "0 18 * * 5", duration: 60h, manualSync: true }]
    notifications: { slack: ml-production }
`;

const PLACEMENTS = [{ cluster: 'prod-us-east', service: 'chat' }];

/**
 * `<rule> <kind>/<name> <pointer>: <message>` of every finding on the argocd folder of an environment with two
 * clusters, after edits. `stated` is what its file says of Argo CD besides the repository.
 */
export function judgeArgocd(edits: readonly Edit[] = [], stated = STATED): string[] {
  const environment = sound(
    parseEnvironment(
      'environments/production/environment.yaml',
      `${ENVIRONMENT}${stated.replace(/^\n/, '')}`,
    ),
  );
  const clusters = [cluster('prod-us-east', 'aws.us-east-1'), cluster('prod-eu-west', 'prod-eu-west')];
  const rendered = renderArgocd({ environment, clusters, placements: PLACEMENTS });
  const objects = (rendered?.files ?? [])
    .filter(({ path }) => path !== 'kustomization.yaml')
    .flatMap(({ path, text }) => readManifests(path, text).manifests.map(({ object }) => object));
  for (const edit of edits) edit(objects);
  return judgeYaml(toYaml(objects), {
    environment: environment.content,
    clusters: clusters.map(({ content }) => content),
  });
}

function cluster(name: string, destination: string) {
  const text = CLUSTER.replace(/name: prod-us-east\b/, `name: ${name}`).replace(
    /destination: \{ name: [^}]* \}/,
    `destination: { name: ${destination} }`,
  );
  const parsed = sound(parseCluster(`clusters/${name}/cluster.yaml`, text));
  if (parsed.content.metadata.name !== name || parsed.content.spec.destination.name !== destination)
    throw new InternalError('The sample cluster is written in another way.');
  return parsed;
}

function sound<T>({ value, findings }: ParseResult<T>): Parsed<T> {
  if (value === undefined) throw new InternalError(findings.map(({ message }) => message).join('\n'));
  return value;
}

function toYaml(objects: readonly KubeObject[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}
