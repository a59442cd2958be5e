import { parseModelService } from './src/index.ts';
import { readYaml } from './src/yaml-source.ts';
import { MINIMAL_SERVICE } from './src/sample-texts.ts';
const t = `${MINIMAL_SERVICE}  rollout: { canary: { steps: [${Array.from({ length: 10_000 }, () => '{ setWeight: 0 }').join(', ')}] } }\n`;
let s = performance.now(); readYaml('apps/sentiment/x', t); console.log('yaml', performance.now() - s);
s = performance.now(); parseModelService('apps/sentiment/x', t); console.log('all', performance.now() - s);
