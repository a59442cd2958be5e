export { clusterGenerator } from './cluster/generator.ts';
export { environmentGenerator } from './environment/generator.ts';
export { modelServiceGenerator } from './model-service/generator.ts';
export { modelVersionGenerator } from './model-version/generator.ts';
export { promoteGenerator } from './promote/generator.ts';
export { removeGenerator } from './remove/generator.ts';
