import { checkPreferredSizes } from './check-dynamic-batching.ts';
import type {
  ModelConfig,
  ModelSequenceBatching,
  ModelSequenceBatchingControl,
} from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

const RULE = 'triton/sequence-batching';
const VALUES = ['int32_false_true', 'fp32_false_true', 'bool_false_true'] as const;
const ID_TYPES = ['TYPE_UINT64', 'TYPE_INT64', 'TYPE_UINT32', 'TYPE_INT32', 'TYPE_STRING'];

/** Sequence batching: control tensors and strategies. */
export function checkSequenceBatching(config: ModelConfig): ConfigProblem[] {
  const { sequence_batching: batching, max_batch_size: max = 0 } = config;
  if (!batching) return [];
  const sizes = batching.oldest?.preferred_batch_size;
  return [
    ...checkControlTensors(batching),
    ...checkControls(batching),
    ...checkPreferredSizes(sizes, {
      rule: RULE,
      pointer: '/sequence_batching/oldest/preferred_batch_size',
      max,
    }),
    ...checkUtilization(batching.direct?.minimum_slot_utilization),
  ];
}

function checkControlTensors({ control_input: inputs = [] }: ModelSequenceBatching): ConfigProblem[] {
  return inputs.flatMap(({ name }, index) => {
    const isRepeated = inputs.findIndex((other) => other.name === name) !== index;
    if (name && !isRepeated) return [];
    return [
      configError(RULE, `/sequence_batching/control_input/${index}`, {
        message: name
          ? `The control tensor ${JSON.stringify(name)} is listed twice.`
          : 'A control tensor has no name.',
        fix: name ? 'Join its controls into one entry.' : 'Set name.',
      }),
    ];
  });
}

interface PlacedControl {
  control: ModelSequenceBatchingControl;
  pointer: string;
}

function checkControls({ control_input: inputs = [] }: ModelSequenceBatching): ConfigProblem[] {
  const placed = inputs.flatMap((input, index) =>
    (input.control ?? []).map((control, place) => ({
      control,
      pointer: `/sequence_batching/control_input/${index}/control/${place}`,
    })),
  );
  return placed.flatMap((entry, index) => {
    const first = placed.findIndex(({ control }) => kindOf(control) === kindOf(entry.control));
    return [...(first === index ? [] : [repeatedControl(entry)]), ...checkControl(entry)];
  });
}

function repeatedControl({ control, pointer }: PlacedControl): ConfigProblem {
  return configError(RULE, pointer, {
    message: `${kindOf(control)} is given to more than one tensor.`,
    fix: 'Remove one of them.',
  });
}

function checkControl({ control, pointer }: PlacedControl): ConfigProblem[] {
  const kind = kindOf(control);
  const given = VALUES.filter((name) => (control[name] ?? []).length > 0);
  const problem = (message: string, fix: string) => [configError(RULE, pointer, { message, fix })];
  if (kind === 'CONTROL_SEQUENCE_CORRID') {
    if (given.length > 0)
      return problem(`${kind} has ${given.join(' and ')}; expected data_type.`, 'Remove it.');
    if (control.data_type && ID_TYPES.includes(control.data_type)) return [];
    const found = control.data_type ?? 'missing';
    return problem(`${kind} has the data_type ${found}; expected ${ID_TYPES.join(', ')}.`, 'Set data_type.');
  }
  if (given.length !== 1)
    return problem(
      `${kind} has ${given.join(' and ') || 'no values'}; expected one of ${VALUES.join(', ')}.`,
      'Give one.',
    );
  const count = given[0] ? control[given[0]]?.length : 0;
  return count === 2
    ? []
    : problem(`${given[0]} of ${kind} has ${count} entries; expected 2.`, 'Give [false, true].');
}

function checkUtilization(utilization = 0): ConfigProblem[] {
  if (utilization >= 0 && utilization <= 1) return [];
  return [
    configError(RULE, '/sequence_batching/direct/minimum_slot_utilization', {
      message: `minimum_slot_utilization is ${utilization}; expected 0 to 1.`,
      fix: 'Give a share of the slots.',
    }),
  ];
}

function kindOf({ kind }: ModelSequenceBatchingControl): string {
  return kind ?? 'CONTROL_SEQUENCE_START';
}
