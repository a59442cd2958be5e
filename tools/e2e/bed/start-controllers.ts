import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../resource.ts';
import { freePorts, kubeconfigOf, type ControlPlane } from '../start-control-plane.ts';
import { ARGOCD_NAMESPACE } from './bed.ts';
import type { BedParts } from './build-bed.ts';
import { FAKE_NODE } from './fake-nodes.ts';
import { giveKubeconfig } from './identities.ts';
import { ACCOUNTS } from './installation.ts';

/** Time that a fake pod takes to end: long enough to be seen holding its GPU. */
const END_MS = 3000;

/** Annotation of fake pods that take longer to end than a canary pauses. */
export const SLOW_END = 'ends-slowly';
const SLOW_END_MS = 30_000;

/** Places pods on nodes. */
export function startScheduler({ group }: ControlPlane, { binary }: BedParts): void {
  const args = [
    'scheduler',
    `--kubeconfig=${kubeconfigOf(group.state, 'scheduler')}`,
    '--leader-elect=false',
    '--secure-port=0',
  ];
  group.start({ name: 'scheduler', command: binary, args });
}

/** Plays the kubelets: nodes stay ready, pods become ready, jobs complete. */
export function startKwok({ group }: ControlPlane, { kwok, stages }: BedParts): void {
  const config = join(group.state, 'stages.yaml');
  writeFileSync(
    config,
    stages
      .flatMap(slowDownEnd)
      .map((stage) => JSON.stringify(stage))
      .join('\n---\n'),
  );
  const args = [
    `--kubeconfig=${kubeconfigOf(group.state, ACCOUNTS.kwok.name)}`,
    `--config=${config}`,
    '--manage-all-nodes=false',
    `--manage-nodes-with-annotation-selector=${FAKE_NODE}=fake`,
    '--node-ip=127.0.0.1',
    '--node-lease-duration-seconds=40',
  ];
  group.start({ name: 'kwok', command: kwok, args });
}

function slowDownEnd(stage: Resource): Resource[] {
  if (stage.metadata.name !== 'pod-delete') return [stage];
  return [
    endingStage(stage, { name: 'pod-delete', operator: 'DoesNotExist', milliseconds: END_MS }),
    endingStage(stage, { name: 'pod-delete-slowly', operator: 'Exists', milliseconds: SLOW_END_MS }),
  ];
}

function endingStage(
  { spec, ...stage }: Resource,
  { name, operator, milliseconds }: { name: string; operator: string; milliseconds: number },
): Resource {
  const { selector, ...others } = spec as { selector: { matchExpressions: object[] } };
  const isSlow = { key: `.metadata.annotations["${SLOW_END}"]`, operator };
  return {
    ...stage,
    metadata: { name },
    spec: {
      ...others,
      selector: { matchExpressions: [...selector.matchExpressions, isSlow] },
      delay: { durationMilliseconds: milliseconds },
    },
  };
}

/** Starts the controller of Argo Rollouts, which must be installed. */
export async function startRollouts(plane: ControlPlane, { rollouts }: BedParts): Promise<void> {
  await giveKubeconfig(plane, ACCOUNTS.rollouts);
  const { group } = plane;
  const [metrics, health] = await freePorts(2);
  const args = [
    `--kubeconfig=${kubeconfigOf(group.state, ACCOUNTS.rollouts.name)}`,
    `--namespace=${ACCOUNTS.rollouts.namespace}`,
    '--leader-elect=false',
    `--metricsPort=${metrics}`,
    `--healthzPort=${health}`,
  ];
  group.start({ name: 'rollouts', command: rollouts, args });
}

/** Starts the controllers of Argo CD, which must be installed, its repository server and their cache. */
export async function startArgocd(plane: ControlPlane, parts: BedParts): Promise<void> {
  const { applicationController, applicationSetController, repoServer } = ACCOUNTS;
  for (const account of [applicationController, applicationSetController, repoServer]) {
    await giveKubeconfig(plane, account);
  }
  const [redis, repository, ...others] = (await freePorts(8)) as [number, number, ...number[]];
  const { group } = plane;
  group.start({ name: 'redis', command: parts.binary, args: ['redis', `--address=127.0.0.1:${redis}`] });
  const start = starterOf(plane, parts);
  start('argocd-repo-server', repoServer.name, [
    '--address=127.0.0.1',
    `--port=${repository}`,
    '--metrics-address=127.0.0.1',
    `--metrics-port=${others[0]}`,
    `--redis=127.0.0.1:${redis}`,
  ]);
  start('argocd-application-controller', applicationController.name, [
    `--namespace=${ARGOCD_NAMESPACE}`,
    `--repo-server=127.0.0.1:${repository}`,
    `--redis=127.0.0.1:${redis}`,
    `--metrics-port=${others[1]}`,
    '--app-resync=60',
    '--app-resync-jitter=0',
  ]);
  start('argocd-applicationset-controller', applicationSetController.name, [
    `--namespace=${ARGOCD_NAMESPACE}`,
    `--argocd-repo-server=127.0.0.1:${repository}`,
    `--metrics-addr=127.0.0.1:${others[2]}`,
    `--probe-addr=127.0.0.1:${others[3]}`,
    `--webhook-addr=127.0.0.1:${others[4]}`,
  ]);
}

function starterOf(
  { group }: ControlPlane,
  { argocd, kustomize }: BedParts,
): (component: string, account: string, args: readonly string[]) => void {
  const folder = join(group.state, 'argocd');
  for (const name of ['bin', 'tmp', 'data']) mkdirSync(join(folder, name), { recursive: true });
  symlinkSync(kustomize, join(folder, 'bin/kustomize'));
  return (component, account, args) => {
    const kubeconfig = kubeconfigOf(group.state, account);
    group.start({
      name: component,
      command: argocd,
      args: component === 'argocd-repo-server' ? args : [`--kubeconfig=${kubeconfig}`, ...args],
      env: {
        ARGOCD_BINARY_NAME: component,
        // The address inside a cluster leads to the kubeconfig's.
        ARGOCD_FAKE_IN_CLUSTER: 'true',
        KUBECONFIG: kubeconfig,
        ARGOCD_GPG_ENABLED: 'false',
        ARGOCD_TLS_DATA_PATH: join(folder, 'data'),
        ARGOCD_SSH_DATA_PATH: join(folder, 'data'),
        TMPDIR: join(folder, 'tmp'),
        PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      },
    });
  };
}
