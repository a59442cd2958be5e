import { PORTS } from '@fleetwright/kube';
import { checkFlags, formatFlags, securityFloorBelow, type ImageVariant } from '@fleetwright/triton-config';
import { resolveServerImage } from './resolve-images.ts';
import type { BackedModel } from './resolve-models.ts';
import { derive, report, type Resolution } from './resolution.ts';
import { MODEL_REPOSITORY, type DeliveryPlan, type SloPlan, type TritonPlan } from './serving-plan.ts';

const RESPONSE_CACHE_BYTES = 256 * 2 ** 20;

/** The one image variant that carries all backends of the service. */
export function resolveVariant(resolution: Resolution, models: readonly BackedModel[]): ImageVariant {
  const [first, ...others] = models;
  const common = first?.backend.variants.filter((variant) =>
    others.every(({ backend }) => backend.variants.includes(variant)),
  );
  if (first === undefined || common?.[0] !== undefined) return common?.[0] ?? 'py3';
  const culprit =
    models.find(({ backend }) => !backend.variants.includes(first.backend.variants[0]!)) ?? first;
  report(resolution, {
    rule: 'plan/mixed-variants',
    message: `No image carries both backends: ${first.backend.name} is in ${first.backend.variants.join(', ')}, ${culprit.backend.name} in ${culprit.backend.variants.join(', ')}.`,
    fix: 'Move the models of one backend to a service of their own.',
    at: `/models/${culprit.index}/config`,
    related: [
      { at: `/models/${first.index}/config`, message: `${first.model.name} needs ${first.backend.name}` },
    ],
  });
  return first.backend.variants[0] ?? 'py3';
}

/** The server: image, arguments, ports and environment. */
export function resolveServer(resolution: Resolution, inputs: ServerInputs): TritonPlan {
  const { models, variant, delivery } = inputs;
  const { release, flags } = resolution.spec.triton;
  checkRelease(resolution, release);
  for (const { flag, ...problem } of checkFlags(flags)) {
    report(resolution, { ...problem, at: `/triton/flags/${flag}` });
  }
  return {
    release,
    variant,
    image: resolveServerImage(resolution, variant),
    args: [...deriveArgs(resolution, inputs), ...formatFlags(flags)],
    ports: PORTS,
    env: { ...serverEnvironment(models), ...(delivery.mode === 'remote' && delivery.env) },
  };
}

/** What the server's arguments depend on. */
export interface ServerInputs {
  models: readonly BackedModel[];
  variant: ImageVariant;
  slo: SloPlan;
  delivery: DeliveryPlan;
  /** Seconds. */
  exitTimeout: number;
}

function deriveArgs(resolution: Resolution, { models, slo, delivery, exitTimeout }: ServerInputs): string[] {
  const { protocols } = resolution.spec.traffic;
  const cached = models.some(({ model }) => model.config.response_cache?.enable);
  return formatFlags({
    'model-repository': delivery.mode === 'remote' ? delivery.repository : MODEL_REPOSITORY,
    // Models change by a new pod, never under a running one.
    'model-control-mode': 'none',
    'strict-readiness': true,
    'exit-on-error': true,
    'disable-auto-complete-config': !needsAutoComplete(resolution, models),
    'exit-timeout-secs': exitTimeout,
    // Probes are HTTP, so that the port stays open; the mesh admits nobody to it.
    ...(protocols.includes('grpc') ? {} : { 'allow-grpc': false }),
    ...(slo.latencySource === 'triton-first-response'
      ? { 'metrics-config': 'histogram_latencies=true' }
      : {}),
    ...(cached ? { 'cache-config': `local,size=${RESPONSE_CACHE_BYTES}` } : {}),
    'log-format': 'ISO8601',
  });
}

/** Auto-completion stays off when every configuration states its inputs and outputs: then nothing can be guessed. */
function needsAutoComplete(resolution: Resolution, models: readonly BackedModel[]): boolean {
  const incomplete = models.filter(
    ({ model: { config }, backend }) =>
      backend.canAutoComplete && ((config.input ?? []).length === 0 || (config.output ?? []).length === 0),
  );
  return derive(resolution, '/triton/autoComplete', {
    value: incomplete.length > 0,
    formula: 'on only where a model states no inputs or outputs and its backend can find them',
    inputs: { models: incomplete.map(({ model }) => model.name) },
  });
}

/** Writable places for what libraries cache, and a user name: the uid has no entry in the image's passwd. */
function serverEnvironment(models: readonly BackedModel[]): Record<string, string> {
  const python = models.some(({ backend }) => backend.usesPythonStub);
  return {
    HOME: '/tmp',
    USER: 'triton-server',
    XDG_CACHE_HOME: '/tmp/.cache',
    ...(python && {
      HF_HOME: '/tmp/.cache/huggingface',
      // Models come from the store alone: a hub call at start-up would be unreviewed and blocked.
      HF_HUB_OFFLINE: '1',
      TORCHINDUCTOR_CACHE_DIR: '/tmp/.cache/torchinductor',
      TRITON_CACHE_DIR: '/tmp/.cache/triton',
    }),
  };
}

function checkRelease(resolution: Resolution, release: string): void {
  const floor = securityFloorBelow(release);
  if (floor === undefined) return;
  report(resolution, {
    rule: 'plan/release-security',
    severity: floor.severity,
    message: `Triton ${release} is older than ${floor.release}: ${floor.reason}.`,
    fix: `Set spec.triton.release to ${floor.release} or later.`,
    at: '/triton/release',
  });
}
