import type { SchemaFiles } from '@fleetwright/fleet';
import { schemaLocations } from '@fleetwright/kube-schemas';
import type { Validators } from '@fleetwright/upstream-validators';
import { newestVersions, ServedKinds } from '@fleetwright/validation';
import type { Kubeconform } from 'kubeconform-wasm';
import { KUBERNETES } from '../schemas/sources.ts';
import type { Mutant } from './mutants.ts';

/** What each of our judges says to an object: a message where it refuses it. */
export interface OurVerdict {
  schema?: string;
  kubeconform?: string;
  /** The API server's own code, for its kinds and for custom resources. */
  upstream?: string;
  /** The code of those that read an object after the API server has taken it. */
  readers?: string;
}

/** The programs that judge. */
export interface Programs {
  kubeconform: Kubeconform;
  validators: Validators;
}

const VERSIONS = { ...newestVersions(), kubernetes: KUBERNETES.minor };
const KINDS = new ServedKinds(VERSIONS);
const KUBECONFORM = {
  kubernetesVersion: `${KUBERNETES.minor}.0`,
  schemaLocations: schemaLocations(VERSIONS),
};
const READERS = ['argo-rollouts', 'istio', 'prometheus'] as const;

/** Judges each mutant by itself, as an object of the bed's server. */
export async function judgeMutants(
  mutants: readonly Mutant[],
  programs: Programs,
  schemas: SchemaFiles,
): Promise<OurVerdict[]> {
  const texts = mutants.map(({ changed }) => JSON.stringify(changed));
  const crds = schemas.crds(VERSIONS);
  const ask = (judges: Parameters<Validators['validate']>[1]) => programs.validators.validate(texts, judges);
  const upstream = await ask({ judges: ['kubernetes', 'crd'], crds });
  const readers = await ask({ judges: READERS });
  const said = (findings: typeof upstream, index: number) =>
    findings.find(
      (finding) => finding.index === index && finding.severity !== 'warning' && finding.severity !== 'info',
    )?.message;
  const lost = [...upstream, ...readers].find(({ index }) => index < 0);
  if (lost !== undefined) throw new Error(`${lost.judge} gave no verdict: ${lost.message}`);
  return mutants.map(({ changed }, index) => ({
    schema: refuseBySchema(changed, schemas),
    kubeconform: refuseByKubeconform(texts[index]!, programs.kubeconform),
    upstream: said(upstream, index),
    readers: said(readers, index),
  }));
}

function refuseBySchema(object: Mutant['changed'], schemas: SchemaFiles): string | undefined {
  // Such a document is refused when it is read.
  if (typeof object.apiVersion !== 'string' || typeof object.kind !== 'string') return 'no Kubernetes object';
  const served = KINDS.find(object.apiVersion, object.kind);
  if (served.status !== 'served') return `${served.status}: ${object.kind} of ${object.apiVersion}`;
  const validate = schemas.validator(served.file);
  if (validate(object)) return undefined;
  return validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
}

function refuseByKubeconform(text: string, kubeconform: Kubeconform): string | undefined {
  const [verdict] = kubeconform.validate(text, KUBECONFORM);
  if (verdict?.status === 'valid') return undefined;
  return verdict?.errors.map(({ message }) => message).join('; ') ?? 'nothing to judge';
}
