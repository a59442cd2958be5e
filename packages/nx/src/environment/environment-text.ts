import { API_VERSION, type EnvironmentFile, type ImageLockFile } from '@fleetwright/model-service';
import { FETCHER } from '@fleetwright/plan';
import { imageTag, LATEST_RELEASE, TRITON_REPOSITORY } from '@fleetwright/triton-config';
import { YamlText } from '../input-text/edit-yaml.ts';
import { formatInput } from '../input-text/input-text.ts';

/** What a new environment is like. */
export interface NewEnvironment {
  name: string;
  namespace: string;
  promotedFrom: string | undefined;
  owner: string | undefined;
}

/** The text of a new environment.yaml: strict enough to start with, each bound with its reason. */
export function environmentText({ name, namespace, promotedFrom, owner }: NewEnvironment): string {
  const file: EnvironmentFile = {
    apiVersion: API_VERSION,
    kind: 'Environment',
    metadata: { name },
    spec: {
      promotedFrom,
      namespace,
      owners: owner === undefined ? undefined : [owner],
      policy: { triton: { minRelease: LATEST_RELEASE }, autoComplete: false },
      alerts: { severity: 'warning' },
    },
  };
  return formatInput('environment', file, {
    '/spec/promotedFrom': { before: ['It runs the frozen specs in releases/: nx generate promote SERVICE.'] },
    '/spec/policy': {
      before: [
        'Bounds that no service overrides. What services may override belongs in defaults, beside it.',
      ],
    },
    '/spec/alerts/severity': { trailing: 'page where an alert is to wake somebody' },
  });
}

/** The text of a new image lock; `template` is that of another environment, whose digests hold here, too. */
export function imageLockText(name: string, template: string | undefined): string {
  if (template !== undefined) return new YamlText(template).replaceScalar(['metadata', 'name'], name);
  const file: ImageLockFile = {
    apiVersion: API_VERSION,
    kind: 'ImageLock',
    metadata: { name },
    spec: {
      images: [{ repository: TRITON_REPOSITORY, tag: imageTag(LATEST_RELEASE, 'py3') }, FETCHER].map(
        (image) => ({
          ...image,
          digest: `sha256:${'0'.repeat(64)}`,
          sample: true,
        }),
      ),
    },
  };
  return formatInput('image-lock', file, {
    '/spec/images': {
      before: [
        'An entry for each image that the services run. The digest of one marked `sample` is made up: replace it.',
      ],
    },
  });
}
