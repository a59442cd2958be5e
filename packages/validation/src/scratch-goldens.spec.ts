import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { it } from 'vitest';
import { parseCluster, parseEnvironment } from '@fleetwright/model-service';
import { readManifests } from '@fleetwright/manifests';
import { allOverlays } from '../../../tools/proof/overlays.ts';
import { ResourceGraph } from './graph/resource-graph.ts';
import { checkSet } from './check-set.ts';
import { RULES } from './rules/index.ts';
import { workloadRules } from './rules/workload/index.ts';
import { tritonRules } from './rules/triton/index.ts';
import { networkRules } from './rules/network/index.ts';
import { securityRules } from './rules/security/index.ts';
const mine = [...workloadRules, ...tritonRules, ...networkRules, ...securityRules];
const read = (folder: string) =>
  readdirSync(folder)
    .filter((f) => f.endsWith('.yaml') && !/^(?:kustomization|placement|.*\.values)\.yaml$/.test(f))
    .flatMap((f) => readManifests(join(folder, f), readFileSync(join(folder, f), 'utf8')).manifests);
it('goldens', () => {
  const times = new Map<string, number>();
  const out: string[] = [];
  let ms = 0;
  let n = 0;
  for (const o of allOverlays()) {
    const inputRoot = o.folder.includes('/expected/')
      ? join(o.folder.split('/expected/')[0]!, 'input')
      : '/work/main';
    const cf = join(inputRoot, 'clusters', o.cluster, 'cluster.yaml');
    const cluster = parseCluster(cf, readFileSync(cf, 'utf8')).value!.content;
    const ef = join(inputRoot, 'environments', cluster.spec.environment, 'environment.yaml');
    const environment = parseEnvironment(ef, readFileSync(ef, 'utf8')).value!.content;
    const platform = join(dirname(o.folder), 'platform');
    const t = performance.now();
    const manifests = read(o.folder);
    const context = existsSync(platform) ? read(platform) : [];
    const t1 = performance.now();
    const graph = new ResourceGraph({ manifests, context });
    for (const rule of mine) {
      const a = performance.now();
      try {
        if (rule.needs.every((n) => n !== 'base'))
          [...rule.check({ graph, complete: true, cluster, environment } as never)];
      } catch {}
      times.set(rule.id, (times.get(rule.id) ?? 0) + performance.now() - a);
    }
    const v = checkSet(
      process.env.ALL ? RULES : mine,
      { graph, complete: true, cluster, environment },
      { wellFormed: true },
    );
    ms += performance.now() - t1;
    n++;
    for (const { finding: f } of v.findings)
      out.push(`${o.title}: ${f.severity} ${f.rule} ${f.resource} ${f.pointer}: ${f.message}`);
  }
  console.log(
    [...times]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 14)
      .map(([k, v]) => `${k} ${v.toFixed(0)}`)
      .join('\n'),
    `\n${n} overlays, ${ms} ms rules`,
  );
});
