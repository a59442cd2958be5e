import type { ModelInput, ModelOutput } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

/** Whether a tensor's reshape holds as many elements as its dims, as Triton counts them. */
export function checkReshape(
  { name = '', dims = [], reshape }: ModelInput | ModelOutput,
  maxBatchSize: number,
  at: string,
): ConfigProblem[] {
  if (!reshape) return [];
  const shape = reshape.shape ?? [];
  const label = JSON.stringify(name);
  const problem = (message: string, fix: string) =>
    configError('triton/reshape', `${at}/reshape`, { message, fix });
  if (shape.length === 0 && maxBatchSize === 0)
    return [
      problem(
        `The tensor ${label} has an empty reshape and no batch dimension.`,
        'Use [1], or remove reshape.',
      ),
    ];
  if (shape.some((dim) => dim < 1 && dim !== -1))
    return [
      problem(
        `The tensor ${label} reshapes to [${shape.join(', ')}]; expected 1 or more, or -1.`,
        'Correct shape.',
      ),
    ];
  if (dims.length === 0 || sameElements(dims, shape)) return [];
  return [
    problem(
      `The tensor ${label} has dims [${dims.join(', ')}] and reshape [${shape.join(', ')}], of different size.`,
      'Make both hold the same number of elements.',
    ),
  ];
}

// Sizes are compared between the dimensions of any size: [2, 4, -1, 6] fits [8, -1, 1, 6].
function sameElements(dims: readonly number[], shape: readonly number[]): boolean {
  return JSON.stringify(chunkSizes(dims)) === JSON.stringify(chunkSizes(shape));
}

function chunkSizes(dims: readonly number[]): number[] {
  const sizes = [1];
  for (const dim of dims) {
    if (dim === -1) sizes.push(1);
    else sizes.push((sizes.pop() ?? 1) * dim);
  }
  return sizes;
}
