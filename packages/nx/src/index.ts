export { modelServiceGenerator } from './model-service/generator.ts';
export { syncGenerator } from './sync/generator.ts';
