import { fileURLToPath } from 'node:url';
import { findBuilders } from './find-builders.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { files, resources, lost } = findBuilders(root);
for (const { place, reason } of lost) console.error(`${place}: ${reason}`);
console.log(
  `${files} files, ${resources} resources: ${resources - lost.length} one hop from their builder, ${lost.length} not`,
);
// Finding nothing proves nothing.
if (lost.length > 0 || resources === 0) process.exitCode = 1;
