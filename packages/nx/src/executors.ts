export { renderBatch, renderExecutor, validateBatch, validateExecutor } from './jobs/executor.ts';
