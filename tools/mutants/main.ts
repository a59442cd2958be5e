// `npm run mutants`: breaks every golden in every single place and counts what schemas, rules and judges notice.
import { BAR, explainSurvivors } from './explain-survivors.ts';
import { MutantJudge, type Killer } from './judge-mutant.ts';
import { selectMutants, type PlacedMutant } from './select-mutants.ts';

const { mutants, all, equal } = selectMutants();
console.log(
  `${all} mutants of the goldens and the workspace; ${equal} only delete what is the default; ${mutants.length} of the others differ in kind, builder, place or mutation`,
);

const judge = await MutantJudge.start();
const killers = new Map<Killer, number>();
const survivors: PlacedMutant[] = [];
for (const mutant of mutants) {
  const killer = await judge.judge(mutant);
  if (killer === undefined) survivors.push(mutant);
  else killers.set(killer, (killers.get(killer) ?? 0) + 1);
}
await judge.close();

const { unexplained, explained, unused, holes } = explainSurvivors(survivors);

for (const { key, golden } of unexplained) console.log(`survived: ${key}\n    of ${golden.title}`);
for (const { pattern } of unused) console.log(`no survivor is like ${pattern}`);
for (const [{ kind, reason }, times] of explained) console.log(`${times} accepted (${kind}): ${reason}`);
for (const [killer, times] of killers) console.log(`${times} noticed by ${killer}`);

const killed = mutants.length - survivors.length;
console.log(
  `${killed} of ${mutants.length} noticed: ${percent(killed, mutants.length)}; ${holes} known holes, ${unexplained.length} not explained`,
);
process.exitCode = killed / mutants.length >= BAR && unexplained.length === 0 && unused.length === 0 ? 0 : 1;

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
