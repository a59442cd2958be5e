export { renderBatch, renderExecutor } from './render/executor.ts';
