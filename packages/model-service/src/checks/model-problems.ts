import type { Artifact, Model, ModelVersion } from '../generated/types.ts';
import type { Problem } from '../problem.ts';
import { durationProblems, quantityProblems } from './amount-problems.ts';
import { directoryNameProblems } from './name-problems.ts';
import { repetitionProblems } from './repetition-problems.ts';

/** Models, versions and artifacts that contradict one another. */
export function modelProblems(models: readonly Model[], pointer: string): Problem[] {
  return [
    ...repetitionProblems(models, {
      pointer,
      field: 'name',
      // Directories of one name in another case collide on macOS and Windows.
      identity: ({ name }) => name.toLowerCase(),
      what: 'model',
    }),
    ...models.flatMap((model, index) => oneModelProblems(model, `${pointer}/${index}`)),
  ];
}

function oneModelProblems(model: Model, pointer: string): Problem[] {
  return [
    ...directoryNameProblems(model.name, `${pointer}/name`),
    ...configProblems(model, pointer),
    ...repetitionProblems(model.versions, {
      pointer: `${pointer}/versions`,
      field: 'version',
      identity: ({ version }) => String(version),
      what: 'version',
    }),
    ...model.versions.flatMap((version, index) => versionProblems(version, `${pointer}/versions/${index}`)),
    ...quantityProblems(model.gpuMemory, `${pointer}/gpuMemory`),
    ...quantityProblems(model.hostMemory, `${pointer}/hostMemory`),
    ...durationProblems(model.loadTime, `${pointer}/loadTime`),
  ];
}

function configProblems({ name, config, engineArgs }: Model, pointer: string): Problem[] {
  const problems: Problem[] = [];
  if (config.name !== undefined && config.name !== name)
    problems.push({
      rule: 'input/model-name',
      pointer: `${pointer}/config/name`,
      message: `${pointer}/config/name is "${config.name}", but the model is named "${name}"; expected the same name.`,
      fix: 'Remove config.name: it is filled in.',
      related: [{ pointer: `${pointer}/name`, message: `the model is named "${name}"` }],
    });
  if (engineArgs !== undefined && config.backend !== 'vllm')
    problems.push({
      rule: 'input/engine-args',
      pointer: `${pointer}/engineArgs`,
      message: `${pointer}/engineArgs is for backend vllm, but ${config.backend === undefined ? 'no backend is given' : `the backend is ${config.backend}`}.`,
      fix: 'Remove engineArgs, or write config.backend: vllm.',
      related: [{ pointer: `${pointer}/config/backend`, message: 'the backend' }],
    });
  return problems;
}

function versionProblems({ artifacts = [] }: ModelVersion, pointer: string): Problem[] {
  return [
    ...artifacts.flatMap((artifact, index) => artifactProblems(artifact, `${pointer}/artifacts/${index}`)),
    ...unreachableProblems(artifacts, `${pointer}/artifacts`),
  ];
}

function artifactProblems({ storageUri, size }: Artifact, pointer: string): Problem[] {
  const problems = quantityProblems(size, `${pointer}/size`);
  const path = storageUri.slice('store://'.length).split('/').slice(1);
  if (path.some((segment) => segment === '' || segment === '.' || segment === '..'))
    problems.push({
      rule: 'input/storage-path',
      pointer: `${pointer}/storageUri`,
      message: `${pointer}/storageUri is "${storageUri}"; expected a path without empty segments, "." and "..".`,
      fix: 'Write the path of the directory in the store.',
    });
  return problems;
}

// The first artifact that fits is delivered, and one without builtFor fits everywhere.
function unreachableProblems(artifacts: readonly Artifact[], pointer: string): Problem[] {
  const portable = artifacts.findIndex(({ builtFor }) => Object.keys(builtFor ?? {}).length === 0);
  if (portable === -1 || portable === artifacts.length - 1) return [];
  return [
    {
      rule: 'input/unreachable-artifact',
      pointer: `${pointer}/${portable + 1}`,
      message: `${pointer}/${portable + 1} is never delivered: entry ${portable} has no builtFor and fits every node pool.`,
      fix: 'Move the artifact without builtFor to the end.',
      related: [{ pointer: `${pointer}/${portable}`, message: 'fits every node pool' }],
    },
  ];
}
