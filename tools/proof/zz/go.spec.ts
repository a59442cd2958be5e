import { it } from 'vitest';
import { makeWorkspace, removeWorkspace, edit, fleetwright, SPEC } from './workbench.ts';
import { run } from '../../../packages/cli/src/run.ts';
it('x', async () => {
  for (const [a,b] of [['match: { cluster: prod-eu-west }','match: { cluster: prod-eu-wset }'],['match: { cluster: prod-eu-west }','match: { environment: prodution }'],['clusterSelector: { matchLabels: { fleetwright.dev/serving: "true" } }','clusters: [prod-us-eest]'],['clusterSelector: { matchLabels: { fleetwright.dev/serving: "true" } }','clusterSelector: { matchLabels: { fleetwright.dev/servng: "true" } }']]) {
    const root=makeWorkspace(); edit(root,SPEC,a!,b!);
    let out=''; const code=await run(['render','--format=json'],{out:t=>void(out+=t),err:t=>void(out+=t),colour:false,progress:false,folder:root});
    console.log(code,JSON.stringify(JSON.parse(out).findings),JSON.parse(out).deleted.length);
    removeWorkspace(root);
  }
},600000);
