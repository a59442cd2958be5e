import { neighboursOf, SchemaFiles } from '@fleetwright/fleet';
import { schemaLocations } from '@fleetwright/kube-schemas';
import type { Manifest } from '@fleetwright/manifests';
import { findValidators, startValidators, type Validators } from '@fleetwright/upstream-validators';
import { newestVersions } from '@fleetwright/validation';
import { loadKubeconform, type Kubeconform } from 'kubeconform-wasm';
import type { JudgedSet } from '../proof/judged-sets.ts';
import { judgeByRules, mutate } from './judge-by-rules.ts';
import type { PlacedMutant } from './select-mutants.ts';

/** Who noticed a mutant first; undefined: nobody. */
export type Killer = 'schema' | 'rules' | 'kubeconform' | 'upstream';

/** Judges mutants by schemas and rules, and what is left by the judges that are built. */
export class MutantJudge {
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
    const byRules = judgeByRules(mutant);
    if (byRules !== undefined) return byRules;
    const mutated = mutate(mutant);
    return this.#askKubeconform(mutant, mutated) ?? (await this.#askUpstream(mutant, mutated));
  }

  #askKubeconform({ golden }: PlacedMutant, { text }: Manifest): Killer | undefined {
    const versions = golden.set.known?.cluster.spec.versions ?? newestVersions();
    const verdicts = this.#kubeconform.validate(text, {
      kubernetesVersion: `${versions.kubernetes}.0`,
      schemaLocations: schemaLocations(versions),
    });
    return verdicts.some(({ status }) => status === 'invalid' || status === 'error')
      ? 'kubeconform'
      : undefined;
  }

  async #askUpstream({ golden, index }: PlacedMutant, mutated: Manifest): Promise<Killer | undefined> {
    const { set } = golden;
    const known = this.#upstreamKnown.get(set) ?? this.#findUpstream(set, set.manifests);
    this.#upstreamKnown.set(set, known);
    const found = await this.#findUpstream(set, set.manifests.with(index, mutated));
    const before = await known;
    return [...found].some((key) => !before.has(key)) ? 'upstream' : undefined;
  }

  async #findUpstream(
    { context, known }: JudgedSet,
    manifests: readonly Manifest[],
  ): Promise<ReadonlySet<string>> {
    const neighbours = [
      ...context.map(({ object }) => object),
      ...(known ? neighboursOf(known.cluster) : []),
    ];
    const found = await this.#upstream.validate(
      manifests.map(({ object }) => object),
      { asSet: true, neighbours },
    );
    return new Set(
      found
        .filter(({ severity }) => severity === 'error' || severity === 'warning')
        .map(({ judge, index, path, message }) => `${judge} ${index} ${path} ${message}`),
    );
  }
}
