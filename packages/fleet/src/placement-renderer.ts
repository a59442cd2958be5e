import { nearestName, type Finding } from '@fleetwright/findings';
import {
  parseCluster,
  parseEnvironment,
  parseImageLock,
  parseModelService,
  type ClusterFile,
  type EnvironmentFile,
  type ImageLockFile,
  type ModelServiceFile,
  type Parsed,
} from '@fleetwright/model-service';
import {
  areas,
  assembleOverlay,
  buildResources,
  countResources,
  renderArgocd,
  renderPlatform,
  renderRetired,
  validatePatches,
  type OverlayFile,
} from '@fleetwright/overlay';
import { isPlaced, resolvePlan, type PlanInputs } from '@fleetwright/plan';
import { promotionFindings, unusedReleases, waveFindings } from './environment-references.ts';
import type { InputFile } from './input-file.ts';
import type { FleetInputs } from './read-workspace.ts';
import { findRelease, releasesOf, waveOf } from './releases.ts';
import { serviceReferenceFindings } from './service-references.ts';

/** What a cluster's file says about how its placements are resolved. */
export interface ClusterFacts {
  /** Undefined when the file cannot be parsed. */
  environment: string | undefined;
  findings: Finding[];
}

/** What an environment's file says about where its specs stand and what Argo CD reads. */
export interface EnvironmentFacts {
  /** It runs its releases; otherwise it tracks apps/. */
  promoted: boolean;
  /** Its clusters in the order in which a promotion reaches them. */
  waves: string[][];
  /** What the argocd folder depends on besides the clusters; undefined: there is no such folder. */
  argocd: 'applicationset' | 'applications' | undefined;
  findings: Finding[];
}

/** A rendered folder; `files` is undefined when there is nothing to render, or errors. */
export interface RenderedFiles {
  files: OverlayFile[] | undefined;
  resources: number;
  findings: Finding[];
}

/** One placement, rendered; `files` is undefined when the service is not placed there or has errors. */
export interface RenderedPlacement extends RenderedFiles {
  placed: boolean;
}

interface ParsedEnvironment {
  environment: Parsed<EnvironmentFile>;
  images: Parsed<ImageLockFile>;
}

interface Result<T> {
  value?: T | undefined;
  findings: Finding[];
}

/**
 * Parses and renders what the cache does not know. It is loaded only then: parsers and builders take longer to
 * start than an unchanged fleet takes to check.
 */
export class PlacementRenderer {
  readonly #inputs: FleetInputs;
  readonly #clusters = new Map<string, Result<Parsed<ClusterFile>>>();
  readonly #environments = new Map<string, Result<ParsedEnvironment>>();
  // One service at a time, in all its releases: the specs of a fleet need not be in memory together.
  #service: { name: string; specs: Map<string, Result<Parsed<ModelServiceFile>>> } | undefined;

  constructor(inputs: FleetInputs) {
    this.#inputs = inputs;
  }

  clusterFacts(name: string): ClusterFacts {
    const { value, findings } = this.#parseCluster(name);
    const environment = value?.content.spec.environment;
    if (
      environment === undefined ||
      this.#inputs.environments.has(environment) ||
      this.#isIncomplete(environment)
    )
      return { environment, findings };
    return { environment, findings: [...findings, this.#describeUnknown(value!, environment)] };
  }

  environmentFacts(name: string): EnvironmentFacts {
    const { value, findings } = this.#parseEnvironment(name);
    const { promotedFrom, argocd, waves = [] } = value?.environment.content.spec ?? {};
    return {
      promoted: promotedFrom !== undefined,
      waves,
      argocd: argocd && (argocd.applications ?? 'applicationset'),
      findings,
    };
  }

  environmentFindings(name: string): Finding[] {
    return this.environmentFacts(name).findings;
  }

  /** Environments that contradict each other or, where all of them are known, the clusters. */
  referenceFindings({ allClusters }: { allClusters: boolean }): Finding[] {
    const { environments, clusters } = this.#inputs;
    const parsed = new Map(
      parsedEntries([...environments.keys()], (name) => this.#parseEnvironment(name).value?.environment),
    );
    const parsedClusters = new Map(
      parsedEntries([...clusters.keys()], (name) => this.#parseCluster(name).value),
    );
    // A cluster whose own file is wrong cannot be told from one of another environment.
    const knowsAll = allClusters && parsedClusters.size === clusters.size;
    return [
      ...promotionFindings(parsed, [...environments.keys()]),
      ...[...parsed].flatMap(([name, environment]) => [
        ...unusedReleases(environment, [...(environments.get(name)?.releases?.keys() ?? [])]),
        ...(knowsAll ? waveFindings(environment, parsedClusters) : []),
      ]),
    ];
  }

  /** Problems of a spec in apps/ and in all releases. */
  serviceFindings(name: string): Finding[] {
    const released = [...this.#inputs.environments.values()].flatMap(({ releases }) =>
      releasesOf(releases, name).map((release) => releases?.get(release)),
    );
    return [this.#inputs.services.get(name), ...released].flatMap(
      (spec) => this.#parseSpec(name, spec).findings,
    );
  }

  /** Clusters and environments that a spec in apps/ names and that do not exist. */
  serviceReferenceFindings(name: string): Finding[] {
    const { services, clusters, environments } = this.#inputs;
    const { value } = this.#parseSpec(name, services.get(name));
    const known = { clusters: [...clusters.keys()], environments: [...environments.keys()] };
    return value === undefined ? [] : serviceReferenceFindings(value, known);
  }

  /** The parsed inputs of a placement; undefined when one of them has errors. */
  planInputs(service: string, cluster: string): Result<PlanInputs> {
    const parsedCluster = this.#parseCluster(cluster);
    const name = parsedCluster.value?.content.spec.environment;
    const environment = name === undefined ? undefined : this.#parseEnvironment(name);
    const spec = this.#specOf(service, cluster, environment?.value);
    const parsedService = this.#parseSpec(service, spec);
    const findings = [...parsedCluster.findings, ...parsedService.findings, ...(environment?.findings ?? [])];
    if (!parsedCluster.value || !environment?.value) return { findings };
    if (spec === undefined) return { findings: [...findings, describeNoSpec(service, environment.value)] };
    if (!parsedService.value) return { findings };
    return {
      value: { service: parsedService.value, cluster: parsedCluster.value, ...environment.value },
      findings,
    };
  }

  render(service: string, cluster: string, patches: readonly string[]): RenderedPlacement {
    if (!this.#isRun(service, cluster)) return { placed: false, ...nothing([]) };
    const { value: inputs, findings } = this.planInputs(service, cluster);
    if (inputs === undefined || !isPlaced(inputs.service.content, inputs.cluster.content))
      return { placed: false, ...nothing(findings) };
    if (inputs.service.content.spec.lifecycle === 'retired')
      return { placed: true, files: renderRetired(inputs), resources: 0, findings };
    const resolved = resolvePlan(inputs);
    findings.push(...resolved.findings);
    const { plan } = resolved;
    if (plan === undefined) return { placed: true, ...nothing(findings) };
    const built = buildResources(plan, areas);
    findings.push(...validatePatches(plan, built, patches));
    const files = assembleOverlay(plan, built, { patches });
    return { placed: true, files, resources: countResources(built), findings };
  }

  /** The platform folder of a cluster. */
  renderPlatform(cluster: string): RenderedFiles {
    const { value, findings } = this.#parseCluster(cluster);
    const environment = value && this.#parseEnvironment(value.content.spec.environment);
    const all = [...findings, ...(environment?.findings ?? [])];
    if (value === undefined || environment?.value === undefined) return nothing(all);
    return { ...renderPlatform(value, environment.value.environment), findings: all };
  }

  /** The argocd folder of an environment; `placements` are those on its clusters. */
  renderArgocd(name: string, placements: readonly { cluster: string; service: string }[]): RenderedFiles {
    const { value, findings } = this.#parseEnvironment(name);
    if (value === undefined) return nothing(findings);
    const clusters = [...this.#inputs.clusters.keys()].flatMap((cluster) => {
      const parsed = this.#parseCluster(cluster).value;
      return parsed?.content.spec.environment === name ? [parsed] : [];
    });
    const rendered = renderArgocd({ environment: value.environment, clusters, placements });
    return rendered === undefined ? nothing(findings) : { ...rendered, findings };
  }

  // An environment that others promote to runs nothing but its releases.
  #isRun(service: string, cluster: string): boolean {
    const name = this.#parseCluster(cluster).value?.content.spec.environment;
    const environment = name === undefined ? undefined : this.#parseEnvironment(name).value;
    return environment === undefined || this.#specOf(service, cluster, environment) !== undefined;
  }

  #specOf(
    service: string,
    cluster: string,
    environment: ParsedEnvironment | undefined,
  ): InputFile | undefined {
    const { metadata, spec } = environment?.environment.content ?? {};
    if (metadata === undefined || spec?.promotedFrom === undefined) return this.#inputs.services.get(service);
    const { releases } = this.#inputs.environments.get(metadata.name) ?? {};
    return findRelease(releases, service, waveOf(spec.waves, cluster));
  }

  #parseCluster(name: string): Result<Parsed<ClusterFile>> {
    return remember(this.#clusters, name, () => parse(parseCluster, this.#inputs.clusters.get(name)));
  }

  #parseEnvironment(name: string): Result<ParsedEnvironment> {
    return remember(this.#environments, name, () => {
      const files = this.#inputs.environments.get(name);
      const environment = parse(parseEnvironment, files?.environment);
      const images = parse(parseImageLock, files?.images);
      const findings = [...environment.findings, ...images.findings];
      if (environment.value === undefined || images.value === undefined) return { findings };
      return { value: { environment: environment.value, images: images.value }, findings };
    });
  }

  #parseSpec(service: string, spec: InputFile | undefined): Result<Parsed<ModelServiceFile>> {
    if (spec === undefined) return { findings: [] };
    if (this.#service?.name !== service) this.#service = { name: service, specs: new Map() };
    return remember(this.#service.specs, spec.path, () => parse(parseModelService, spec));
  }

  // An environment that lacks a file has its finding already; that it is unknown would be wrong.
  #isIncomplete(environment: string): boolean {
    return this.#inputs.findings.some(({ file }) => file?.startsWith(`environments/${environment}/`));
  }

  #describeUnknown({ source }: Parsed<ClusterFile>, environment: string): Finding {
    const names = [...this.#inputs.environments.keys()];
    const nearest = nearestName(environment, names);
    return {
      rule: 'workspace/unknown-environment',
      severity: 'error',
      file: source.path,
      ...source.locate('/spec/environment'),
      pointer: '/spec/environment',
      message: `There is no environments/${environment}.`,
      fix:
        nearest === undefined
          ? `Add the environment, or name one of: ${names.join(', ') || '(there is none)'}.`
          : `Did you mean ${nearest}?`,
    };
  }
}

function describeNoSpec(service: string, { environment }: ParsedEnvironment): Finding {
  const { content, source } = environment;
  const { name } = content.metadata;
  const from = content.spec.promotedFrom;
  if (from === undefined) {
    return {
      rule: 'workspace/no-spec',
      severity: 'error',
      file: source.path,
      service,
      environment: name,
      message: `${name} tracks apps/, and there is no apps/${service}/model-service.yaml.`,
      fix: 'Add the spec.',
    };
  }
  return {
    rule: 'workspace/no-release',
    severity: 'error',
    file: source.path,
    ...source.locate('/spec/promotedFrom'),
    pointer: '/spec/promotedFrom',
    service,
    environment: name,
    message: `${service} has no release in ${name}, which is promoted from ${from}.`,
    fix: `Promote it: nx generate promote ${service} --from=${from} --to=${name}`,
  };
}

function nothing(findings: Finding[]): RenderedFiles {
  return { files: undefined, resources: 0, findings };
}

function parsedEntries<T>(names: readonly string[], parsed: (name: string) => T | undefined): [string, T][] {
  return names.flatMap((name): [string, T][] => {
    const value = parsed(name);
    return value === undefined ? [] : [[name, value]];
  });
}

function parse<T>(parser: (path: string, text: string) => Result<T>, file: InputFile | undefined): Result<T> {
  return file === undefined ? { findings: [] } : parser(file.path, file.text);
}

function remember<T>(known: Map<string, T>, name: string, make: () => T): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = make();
  known.set(name, made);
  return made;
}
