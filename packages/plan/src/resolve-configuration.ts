import { report, type Resolution } from './resolution.ts';
import type { ConfigurationPlan, DeliveryPlan, ModelPlan } from './serving-plan.ts';

/** Sum of the configuration texts that annotations may hold: client-side apply stores the object twice in 256 KiB. */
const MAX_CONFIGURATION_BYTES = 96 * 1024;

/** The files of the model repository that travel with the pod template. */
export function resolveConfiguration(
  resolution: Resolution,
  models: readonly ModelPlan[],
  delivery: DeliveryPlan,
): ConfigurationPlan {
  // A repository that Triton reads itself holds its configuration.
  if (delivery.mode === 'remote') return { files: [] };
  const files = models.flatMap((model) => [
    {
      annotation: `config.fleetwright.dev/${model.name}`,
      text: model.configText,
      path: `${model.name}/config.pbtxt`,
    },
    ...model.versions.flatMap(({ version, engineText }) =>
      engineText === undefined
        ? []
        : [
            {
              annotation: `engine-${version}.fleetwright.dev/${model.name}`,
              text: engineText,
              path: `${model.name}/${version}/model.json`,
            },
          ],
    ),
  ]);
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > MAX_CONFIGURATION_BYTES) reportConfigurationSize(resolution, bytes);
  return { files };
}

function reportConfigurationSize(resolution: Resolution, bytes: number): void {
  report(resolution, {
    rule: 'plan/configuration-size',
    message: `The model configurations are ${Math.ceil(bytes / 1024)} KiB; annotations carry ${MAX_CONFIGURATION_BYTES / 1024} KiB.`,
    fix: 'Split the models over several services.',
    at: '/models',
  });
}
