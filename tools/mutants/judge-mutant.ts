import type { Finding } from '@fleetwright/findings';
import { neighboursOf, SchemaFiles } from '@fleetwright/fleet';
import { schemaLocations } from '@fleetwright/kube-schemas';
import type { KubeObject, Manifest } from '@fleetwright/manifests';
import { findValidators, startValidators, type Validators } from '@fleetwright/upstream-validators';
import { newestVersions, type SetReport } from '@fleetwright/validation';
import { loadKubeconform, type Kubeconform } from 'kubeconform-wasm';
import { judgeAcross, judgeSet, type JudgedSet } from '../proof/judged-sets.ts';
import type { PlacedMutant } from './select-mutants.ts';

/** Who noticed a mutant first; undefined: nobody. */
export type Killer = 'schema' | 'rules' | 'kubeconform' | 'upstream';

/** Judges mutants by schemas and rules, and what is left by the judges that are built. */
export class MutantJudge {
  readonly #reports = new Map<JudgedSet, SetReport>();
  readonly #across = new Map<JudgedSet, ReadonlySet<string>>();
  readonly #upstreamKnown = new Map<JudgedSet, Promise<ReadonlySet<string>>>();
  readonly #kubeconform: Kubeconform;
  readonly #upstream: Validators;

  private constructor(kubeconform: Kubeconform, upstream: Validators) {
    this.#kubeconform = kubeconform;
    this.#upstream = upstream;
  }

  static async start(): Promise<MutantJudge> {
    const schemas = new SchemaFiles();
    const binaries = findValidators();
    if (binaries?.core === undefined || binaries.istio === undefined)
      throw new Error('The validators are not built; run: npx tsx tools/go/build-validators.ts');
    const kubeconform = await loadKubeconform({ schemas: (path) => schemas.find(path) });
    return new MutantJudge(kubeconform, await startValidators(binaries));
  }

  async close(): Promise<void> {
    await this.#upstream.close();
  }

  async judge(mutant: PlacedMutant): Promise<Killer | undefined> {
    const mutated = this.#mutate(mutant);
    return (
      this.#askOurs(mutant, mutated) ??
      this.#askKubeconform(mutant, mutated) ??
      (await this.#askUpstream(mutant, mutated))
    );
  }

  /** By schemas and rules alone. */
  judgeByRules(mutant: PlacedMutant): Killer | undefined {
    return this.#askOurs(mutant, this.#mutate(mutant));
  }

  #mutate({ golden, index, apply }: PlacedMutant): Manifest {
    const { file, line, object } = golden.set.manifests[index]!;
    const mutated = apply(object) as KubeObject;
    return { file, line, root: '', object: mutated, text: JSON.stringify(mutated) };
  }

  #askOurs({ golden, index }: PlacedMutant, mutated: Manifest): Killer | undefined {
    // What is no object at all is refused by whoever reads the file.
    if (typeof mutated.object.apiVersion !== 'string' || typeof mutated.object.kind !== 'string' || !mutated.object.metadata)
      return 'schema';
    const { set, dependents, others } = golden;
    const changed = { ...set, manifests: set.manifests.with(index, mutated) };
    const report = judgeSet(changed);
    const known = this.#reportOf(set);
    const fresh = newKeys(report.findings, known.findings);
    if (fresh.some((key) => key.startsWith('schema/'))) return 'schema';
    if (fresh.length > 0) return 'rules';
    const rest = dependents.map((dependent) => ({ ...dependent, context: changed.manifests }));
    const restReports = rest.map(judgeSet);
    const isNoticed = restReports.some(
      ({ findings }, position) => newKeys(findings, this.#reportOf(dependents[position]!).findings).length > 0,
    );
    if (isNoticed) return 'rules';
    const across = judgeAcross([changed, ...rest, ...others], [report, ...restReports, ...others.map((other) => this.#reportOf(other))]);
    const knownAcross = this.#acrossOf(golden);
    return across.some((finding) => isLoud(finding) && !knownAcross.has(keyOf(finding))) ? 'rules' : undefined;
  }

  #reportOf(set: JudgedSet): SetReport {
    const report = this.#reports.get(set) ?? judgeSet(set);
    this.#reports.set(set, report);
    return report;
  }

  #acrossOf({ set, dependents, others }: PlacedMutant['golden']): ReadonlySet<string> {
    const all = [set, ...dependents, ...others];
    const known =
      this.#across.get(set) ?? new Set(judgeAcross(all, all.map((one) => this.#reportOf(one))).map(keyOf));
    this.#across.set(set, known);
    return known;
  }

  #askKubeconform({ golden }: PlacedMutant, { text }: Manifest): Killer | undefined {
    const versions = golden.set.known?.cluster.spec.versions ?? newestVersions();
    const verdicts = this.#kubeconform.validate(text, {
      kubernetesVersion: `${versions.kubernetes}.0`,
      schemaLocations: schemaLocations(versions),
    });
    return verdicts.some(({ status }) => status === 'invalid' || status === 'error') ? 'kubeconform' : undefined;
  }

  async #askUpstream({ golden, index }: PlacedMutant, mutated: Manifest): Promise<Killer | undefined> {
    const { set } = golden;
    const known = this.#upstreamKnown.get(set) ?? this.#findUpstream(set, set.manifests);
    this.#upstreamKnown.set(set, known);
    const found = await this.#findUpstream(set, set.manifests.with(index, mutated));
    const before = await known;
    return [...found].some((key) => !before.has(key)) ? 'upstream' : undefined;
  }

  async #findUpstream({ context, known }: JudgedSet, manifests: readonly Manifest[]): Promise<ReadonlySet<string>> {
    const neighbours = [...context.map(({ object }) => object), ...(known ? neighboursOf(known.cluster) : [])];
    const found = await this.#upstream.validate(manifests.map(({ object }) => object), { asSet: true, neighbours });
    return new Set(
      found
        .filter(({ severity }) => severity === 'error' || severity === 'warning')
        .map(({ judge, index, path, message }) => `${judge} ${index} ${path} ${message}`),
    );
  }
}

// An info is no more than a remark: whoever merges does not see it.
function isLoud({ severity }: Finding): boolean {
  return severity !== 'info';
}

function keyOf({ rule, resource, pointer, message }: Finding): string {
  return `${rule} ${resource} ${pointer} ${message}`;
}

function newKeys(found: readonly Finding[], known: readonly Finding[]): string[] {
  const before = new Set(known.map(keyOf));
  return found.filter(isLoud).map(keyOf).filter((key) => !before.has(key));
}
