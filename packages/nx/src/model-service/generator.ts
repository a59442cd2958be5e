import { logger, type GeneratorCallback, type Tree } from '@nx/devkit';
import { addModelService } from './add-model-service.ts';
import type { RawOptions } from './options.ts';

/** `nx generate model-service`: Nx writes the tree, or shows what it would write, and then says the rest. */
export async function modelServiceGenerator(
  tree: Tree,
  options: RawOptions,
): Promise<GeneratorCallback | undefined> {
  return addModelService(tree, options, (text) => logger.info(text));
}
