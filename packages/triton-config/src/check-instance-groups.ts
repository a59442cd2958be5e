import { ENSEMBLE, type Backend } from './backends.ts';
import type { ModelConfigInput } from './model-config-input.ts';
import type { ModelInstanceGroup } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

/** Instance groups: kind, count, devices, profiles. */
export function checkInstanceGroups(input: ModelConfigInput, backend: Backend | undefined): ConfigProblem[] {
  // An ensemble has none; checkEnsembles says so.
  if (backend === ENSEMBLE) return [];
  return (input.config.instance_group ?? []).flatMap((group, index) => [
    ...checkCount(group, index),
    ...checkDevices(group, index, input.gpuCount),
    ...checkKind(group, index, backend),
    ...checkProfile(group, index, backend),
  ]);
}

function checkCount({ count }: ModelInstanceGroup, index: number): ConfigProblem[] {
  if (count === undefined || count >= 1) return [];
  return [
    groupError(`/instance_group/${index}/count`, {
      message: `count is ${count}; Triton accepts it and runs its default number of instances.`,
      fix: 'Set 1 or more, or remove count.',
    }),
  ];
}

function checkDevices(
  group: ModelInstanceGroup,
  index: number,
  gpuCount: number | undefined,
): ConfigProblem[] {
  const { kind = 'KIND_AUTO', gpus = [] } = group;
  const at = `/instance_group/${index}`;
  if (gpuCount === 0 && kind === 'KIND_GPU') {
    const message = 'kind is KIND_GPU, and the server has no GPU.';
    return [groupError(`${at}/kind`, { message, fix: 'Use KIND_CPU, or ask for a GPU.' })];
  }
  if (gpus.length === 0) return [];
  if (kind === 'KIND_CPU' || kind === 'KIND_MODEL' || gpuCount === 0) {
    const message = `kind is ${kind} and gpus is [${gpus.join(', ')}]; only instances on GPUs may name devices.`;
    return [groupError(`${at}/gpus`, { message, fix: 'Remove gpus.' })];
  }
  const outside = gpus.filter((gpu) => gpu < 0 || (gpuCount !== undefined && gpu >= gpuCount));
  if (outside.length === 0) return [];
  const range = gpuCount === undefined ? '0 or more' : gpuCount === 1 ? '0' : `0 to ${gpuCount - 1}`;
  return [
    groupError(`${at}/gpus`, {
      message: `gpus has ${outside.join(', ')}; devices are numbered within the container: expected ${range}.`,
      fix: 'Remove gpus: every device is used then.',
    }),
  ];
}

function checkKind(
  { kind }: ModelInstanceGroup,
  index: number,
  backend: Backend | undefined,
): ConfigProblem[] {
  if (backend?.name !== 'tensorrt' || (kind !== 'KIND_CPU' && kind !== 'KIND_MODEL')) return [];
  const message = `kind is ${kind}; the backend tensorrt runs on GPUs only.`;
  return [groupError(`/instance_group/${index}/kind`, { message, fix: 'Use KIND_GPU.' })];
}

function checkProfile(
  { profile = [] }: ModelInstanceGroup,
  index: number,
  backend: Backend | undefined,
): ConfigProblem[] {
  const pointer = `/instance_group/${index}/profile`;
  if (profile.length === 0 || !backend) return [];
  if (backend.name !== 'tensorrt') {
    const message = `profile is set; the backend ${backend.name} has no profiles, only tensorrt has.`;
    return [groupError(pointer, { message, fix: 'Remove profile.' })];
  }
  const wrong = profile.filter((name) => !/^[0-9]{1,9}$/.test(name));
  if (wrong.length === 0) return [];
  const message = `profile has ${wrong.map((name) => JSON.stringify(name)).join(', ')}; expected numbers as strings.`;
  return [groupError(pointer, { message, fix: 'Write the number of the profile, e.g. "0".' })];
}

function groupError(pointer: string, text: { message: string; fix: string }): ConfigProblem {
  return configError('triton/instance-group', pointer, text);
}
