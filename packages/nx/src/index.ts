export { modelServiceGenerator } from './model-service/generator.ts';
