export { syncGenerator } from './sync/generator.ts';
