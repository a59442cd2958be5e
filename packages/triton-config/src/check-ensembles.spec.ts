import { describe, expect, it } from 'vitest';
import { checkEnsembles, type NamedConfig } from './check-ensembles.ts';
import type { ModelConfig, ModelEnsemblingStep } from './generated/model-config.ts';

const io = (name: string, dims = [4]): { name: string; data_type: 'TYPE_FP32'; dims: number[] } => ({
  name,
  data_type: 'TYPE_FP32',
  dims,
});
const member: ModelConfig = {
  backend: 'onnxruntime',
  max_batch_size: 8,
  input: [io('IN')],
  output: [io('OUT')],
};
const step = (change: ModelEnsemblingStep = {}): ModelEnsemblingStep => ({
  model_name: 'a',
  input_map: { IN: 'X' },
  output_map: { OUT: 'Y' },
  ...change,
});

function ensemble(steps: ModelEnsemblingStep[], change: ModelConfig = {}): ModelConfig {
  return {
    platform: 'ensemble',
    max_batch_size: 8,
    input: [io('X')],
    output: [io('Y')],
    ensemble_scheduling: { step: steps },
    ...change,
  };
}

function check(config: ModelConfig, others: NamedConfig[] = []) {
  return checkEnsembles([{ name: 'e', config }, { name: 'a', config: member }, ...others]);
}

describe('checkEnsembles', () => {
  it('finds nothing wrong with two steps in a row, listed in any order', () => {
    const steps = [step({ input_map: { IN: 'M' } }), step({ output_map: { OUT: 'M' } })];
    expect(check(ensemble(steps))).toEqual([]);
  });

  it('lets a model without batch dimension take the batch as its first dimension', () => {
    const whole = { ...member, max_batch_size: 0, input: [io('IN', [-1, 4])], output: [io('OUT', [-1, 4])] };
    expect(check(ensemble([step({ model_name: 'b' })]), [{ name: 'b', config: whole }])).toEqual([]);
  });

  it.each<[string, ModelConfig, string, string]>([
    ['no step', ensemble([]), '/ensemble_scheduling', 'The ensemble has no step.'],
    [
      'another platform',
      ensemble([step()], { platform: 'onnxruntime_onnx' }),
      '/ensemble_scheduling',
      'ensemble_scheduling is set and platform is "onnxruntime_onnx".',
    ],
    [
      'no ensemble_scheduling',
      { platform: 'ensemble' },
      '/platform',
      'platform is "ensemble" and ensemble_scheduling is missing.',
    ],
    [
      'an instance group',
      ensemble([step()], { instance_group: [{}] }),
      '/instance_group',
      'instance_group is set, but an ensemble runs nothing itself.',
    ],
    [
      'an optimization',
      ensemble([step()], { optimization: {} }),
      '/optimization',
      'optimization is set, but an ensemble runs nothing itself.',
    ],
    [
      'a step without model',
      ensemble([step({ model_name: undefined })]),
      '/ensemble_scheduling/step/0',
      'Step 0 has no model_name.',
    ],
    [
      'a step without output',
      ensemble([step({ output_map: {} })]),
      '/ensemble_scheduling/step/0',
      'Step 0 has no output_map.',
    ],
    [
      'an unknown model',
      ensemble([step({ model_name: 'nope' })]),
      '/ensemble_scheduling/step/0/model_name',
      'Step 0 uses the model "nope", which the server does not have.',
    ],
    [
      'an unknown input',
      ensemble([step({ input_map: { IN: 'X', NOPE: 'X' } })]),
      '/ensemble_scheduling/step/0/input_map/NOPE',
      'The model "a" has no input "NOPE".',
    ],
    [
      'an unknown output',
      ensemble(
        [
          step({ output_map: { OUT: 'Y', OT: 'Z' } }),
          step({ input_map: { IN: 'Z' }, output_map: { OUT: 'W' } }),
        ],
        { output: [io('Y'), io('W')] },
      ),
      '/ensemble_scheduling/step/0/output_map/OT',
      'The model "a" has no output "OT".',
    ],
    [
      'another type',
      ensemble([step()], { input: [{ ...io('X'), data_type: 'TYPE_INT32' }] }),
      '/ensemble_scheduling/step/0/input_map/IN',
      'The tensor "X" is TYPE_INT32 in the ensemble and TYPE_FP32 in the model "a".',
    ],
    [
      'another shape',
      ensemble([step()], { input: [io('X', [5])] }),
      '/ensemble_scheduling/step/0/input_map/IN',
      'The tensor "X" has the shape [-1, 5] in the ensemble and [-1, 4] in the model "a".',
    ],
    [
      'a larger batch',
      ensemble([step()], { max_batch_size: 16 }),
      '/max_batch_size',
      'max_batch_size is 16; the model "a" of step 0 takes at most 8.',
    ],
    [
      'an input that no step uses',
      ensemble([step()], { input: [io('X'), io('U')] }),
      '/input/1',
      'The input "U" is used by no step.',
    ],
    [
      'an output that no step writes',
      ensemble([step()], { output: [io('Y'), io('U')] }),
      '/output/1',
      'The output "U" is written by no step that the inputs reach.',
    ],
    [
      'a tensor that nothing reads',
      ensemble([step(), step({ output_map: { OUT: 'U' } })]),
      '/ensemble_scheduling/step/1/output_map/OUT',
      'The tensor "U" is read by no step and is no output.',
    ],
    [
      'a tensor written twice',
      ensemble([step(), step()]),
      '/ensemble_scheduling/step/1/output_map/OUT',
      'The tensor "Y" is written by step 0 and step 1.',
    ],
    [
      'itself',
      ensemble([step({ model_name: 'e', input_map: { X: 'X' }, output_map: { Y: 'Y' } })]),
      '/ensemble_scheduling/step/0/model_name',
      'The ensemble contains itself: e → e.',
    ],
  ])('refuses an ensemble with %s', (_, config, pointer, message) => {
    expect(check(config)).toMatchObject([
      { rule: 'triton/ensemble', severity: 'error', model: 'e', pointer, message },
    ]);
  });

  it('names the step that leaves an input out', () => {
    const two = { ...member, input: [io('IN'), io('IN2'), { ...io('OPT'), optional: true }] };
    expect(check(ensemble([step({ model_name: 'b' })]), [{ name: 'b', config: two }])).toMatchObject([
      {
        pointer: '/ensemble_scheduling/step/0/input_map',
        message: 'Step 0 gives the model "b" no input "IN2".',
      },
    ]);
  });

  it('finds tensors that depend on each other', () => {
    const steps = [
      step({ input_map: { IN: 'P' }, output_map: { OUT: 'Q' } }),
      step({ input_map: { IN: 'Q' }, output_map: { OUT: 'P' } }),
      step(),
    ];
    expect(check(ensemble(steps)).map(({ message }) => message)).toEqual([
      'The tensor "P" is never written: it depends on itself or on no input.',
      'The tensor "Q" is never written: it depends on itself or on no input.',
    ]);
  });

  it('finds a circle over several ensembles', () => {
    const inner = ensemble([step({ model_name: 'e', input_map: { X: 'X' }, output_map: { Y: 'Y' } })]);
    const outer = ensemble([step({ model_name: 'f', input_map: { X: 'X' }, output_map: { Y: 'Y' } })]);
    expect(
      check(outer, [{ name: 'f', config: inner }]).map(({ model, message }) => [model, message]),
    ).toEqual([
      ['e', 'The ensemble contains itself: e → f → e.'],
      ['f', 'The ensemble contains itself: f → e → f.'],
    ]);
  });
});
