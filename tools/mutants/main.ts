// `npm run mutants`: breaks every golden in every single place and counts what schemas, rules and judges notice.
import { ACCEPTED } from './accepted.ts';
import { MutantJudge, type Killer } from './judge-mutant.ts';
import { selectMutants, type PlacedMutant } from './select-mutants.ts';

/** Share of mutants that must be noticed. */
const BAR = 0.95;

const { mutants, all } = selectMutants();
console.log(`${all} mutants of the goldens, ${mutants.length} that differ in kind, builder, place or mutation`);

const judge = await MutantJudge.start();
const killers = new Map<Killer, number>();
const survivors: PlacedMutant[] = [];
for (const mutant of mutants) {
  const killer = await judge.judge(mutant);
  if (killer === undefined) survivors.push(mutant);
  else killers.set(killer, (killers.get(killer) ?? 0) + 1);
}
await judge.close();

const unused = new Set(ACCEPTED);
const unexplained: PlacedMutant[] = [];
const explained = new Map<string, number>();
for (const survivor of survivors) {
  const accepted = ACCEPTED.find(({ pattern }) => pattern.test(survivor.key));
  if (accepted === undefined) unexplained.push(survivor);
  else {
    unused.delete(accepted);
    explained.set(accepted.reason, (explained.get(accepted.reason) ?? 0) + 1);
  }
}

for (const { key, golden } of unexplained) console.log(`survived: ${key}\n    of ${golden.title}`);
for (const { pattern } of unused) console.log(`no survivor is like ${pattern}`);
for (const [reason, times] of explained) console.log(`${times} accepted: ${reason}`);
for (const [killer, times] of killers) console.log(`${times} noticed by ${killer}`);
const killed = mutants.length - survivors.length;
const score = killed / mutants.length;
console.log(
  `${killed} of ${mutants.length} noticed: ${(100 * score).toFixed(1)} %; ${survivors.length - unexplained.length} accepted, ${unexplained.length} not explained`,
);
process.exitCode = score >= BAR && unexplained.length === 0 && unused.size === 0 ? 0 : 1;
