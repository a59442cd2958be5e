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
  validatePatches,
  type OverlayFile,
} from '@fleetwright/overlay';
import { isPlaced, resolvePlan, type PlanInputs } from '@fleetwright/plan';
import type { InputFile } from './input-file.ts';
import type { FleetInputs } from './read-workspace.ts';

/** What a cluster's file says about how its placements are resolved. */
export interface ClusterFacts {
  /** Undefined when the file cannot be parsed. */
  environment: string | undefined;
  findings: Finding[];
}

/** One placement, rendered; `files` is undefined when the service is not placed there or has errors. */
export interface RenderedPlacement {
  placed: boolean;
  files: OverlayFile[] | undefined;
  resources: number;
  findings: Finding[];
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
  // One service at a time: all specs of a fleet need not be in memory together.
  #service: { name: string; result: Result<Parsed<ModelServiceFile>> } | undefined;

  constructor(inputs: FleetInputs) {
    this.#inputs = inputs;
  }

  clusterFacts(name: string): ClusterFacts {
    const { value, findings } = this.#parseCluster(name);
    const environment = value?.content.spec.environment;
    if (environment === undefined || this.#inputs.environments.has(environment))
      return { environment, findings };
    return { environment, findings: [...findings, this.#describeUnknown(value!, environment)] };
  }

  environmentFindings(name: string): Finding[] {
    return this.#parseEnvironment(name).findings;
  }

  serviceFindings(name: string): Finding[] {
    return this.#parseService(name).findings;
  }

  /** The parsed inputs of a placement; undefined when one of them has errors. */
  planInputs(service: string, cluster: string): Result<PlanInputs> {
    const parsedCluster = this.#parseCluster(cluster);
    const parsedService = this.#parseService(service);
    const name = parsedCluster.value?.content.spec.environment;
    const environment = name === undefined ? undefined : this.#parseEnvironment(name);
    const findings = [...parsedCluster.findings, ...parsedService.findings, ...(environment?.findings ?? [])];
    if (!parsedCluster.value || !parsedService.value || !environment?.value) return { findings };
    return {
      value: { service: parsedService.value, cluster: parsedCluster.value, ...environment.value },
      findings,
    };
  }

  render(service: string, cluster: string, patches: readonly string[]): RenderedPlacement {
    const { value: inputs, findings } = this.planInputs(service, cluster);
    if (inputs === undefined) return { placed: false, files: undefined, resources: 0, findings };
    if (!isPlaced(inputs.service.content, inputs.cluster.content)) {
      return { placed: false, files: undefined, resources: 0, findings };
    }
    const resolved = resolvePlan(inputs);
    findings.push(...resolved.findings);
    const { plan } = resolved;
    if (plan === undefined) return { placed: true, files: undefined, resources: 0, findings };
    const built = buildResources(plan, areas);
    findings.push(...validatePatches(plan, built, patches));
    const resources = built.reduce((sum, area) => sum + area.resources.length, 0);
    return { placed: true, files: assembleOverlay(plan, built, { patches }), resources, findings };
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

  #parseService(name: string): Result<Parsed<ModelServiceFile>> {
    if (this.#service?.name !== name) {
      this.#service = { name, result: parse(parseModelService, this.#inputs.services.get(name)) };
    }
    return this.#service.result;
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
