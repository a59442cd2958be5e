import type { Finding } from '@fleetwright/findings';
import { locateInManifest, type Manifest } from '@fleetwright/manifests';
import {
  findValidators,
  startValidators,
  type UpstreamFinding,
  type Validators,
} from '@fleetwright/upstream-validators';
import { schemaLocations, type SchemaVersions } from '@fleetwright/kube-schemas';
import { importKubeconform } from './built-judges.ts';
import { describeObject } from './describe-object.ts';
import type { CustomResourceDefinition, SchemaFiles } from './schema-files.ts';
import type { Kubeconform } from 'kubeconform-wasm';

/** What a set of documents is judged with. */
export interface JudgedDocuments {
  /** Objects that their schema accepts: what it refuses has its finding. */
  manifests: readonly Manifest[];
  versions: SchemaVersions;
  /** Objects that the cluster has besides: its gateways and the namespaces of others. */
  neighbours: readonly object[];
}

/** The judges that are built, started. */
export class Judges {
  readonly #kubeconform: Kubeconform | undefined;
  readonly #upstream: Validators | undefined;
  readonly #schemas: SchemaFiles;

  private constructor(
    schemas: SchemaFiles,
    kubeconform: Kubeconform | undefined,
    upstream: Validators | undefined,
  ) {
    this.#schemas = schemas;
    this.#kubeconform = kubeconform;
    this.#upstream = upstream;
  }

  static async start(schemas: SchemaFiles): Promise<Judges> {
    const kubeconform = await importKubeconform();
    const binaries = findValidators();
    return new Judges(
      schemas,
      kubeconform?.isBuilt()
        ? await kubeconform.loadKubeconform({ schemas: (path) => schemas.find(path) })
        : undefined,
      binaries && (await startValidators(binaries)),
    );
  }

  async judge(documents: JudgedDocuments): Promise<Finding[]> {
    return [...this.#askKubeconform(documents), ...(await this.#askUpstream(documents))];
  }

  async close(): Promise<void> {
    await this.#upstream?.close();
  }

  #askKubeconform({ manifests, versions }: JudgedDocuments): Finding[] {
    if (this.#kubeconform === undefined) return [];
    const options = {
      kubernetesVersion: `${versions.kubernetes}.0`,
      schemaLocations: schemaLocations(versions),
    };
    return manifests.flatMap((manifest) => {
      const verdicts = this.#kubeconform!.validate(textOf(manifest), options);
      return verdicts.flatMap(({ status, errors }) =>
        status !== 'invalid' && status !== 'error'
          ? []
          : errors.map(({ path, message }) =>
              toFinding(manifest, {
                judge: 'kubeconform',
                checked: status === 'invalid',
                severity: 'error',
                pointer: path,
                message,
              }),
            ),
      );
    });
  }

  async #askUpstream({ manifests, versions, neighbours }: JudgedDocuments): Promise<Finding[]> {
    if (this.#upstream === undefined || manifests.length === 0) return [];
    const crds = this.#schemas.crds(versions);
    const found = await this.#upstream.validate(manifests.map(textOf), { asSet: true, neighbours, crds });
    const told = found.filter((finding) => !isToldBySchema(finding, crds));
    return told.map((finding) => {
      const { judge, severity, path, message, index, code } = finding;
      return toFinding(manifests[index] ?? manifests[0]!, {
        judge,
        checked: severity !== 'could-not-check',
        severity: severity === 'could-not-check' ? 'error' : severity,
        pointer: pointerOf(path),
        message: describe(finding, path, message, code),
      });
    });
  }
}

/** That there are no definitions of a kind is told by the schema check: there is no schema either. */
function isToldBySchema(
  { judge, severity, kind, index }: UpstreamFinding,
  crds: readonly CustomResourceDefinition[],
): boolean {
  if (judge !== 'crd' || severity !== 'could-not-check' || index < 0) return false;
  return !crds.some(({ spec }) => spec.names.kind === kind);
}

// What a patch changed does not stand in the text.
function textOf({ patchedBy, root, text, object }: Manifest): string {
  return patchedBy === undefined && root === '' ? text : JSON.stringify(object);
}

function describe(
  { index }: UpstreamFinding,
  path: string,
  message: string,
  code: string | undefined,
): string {
  const where = path === '' || index < 0 ? '' : `${path}: `;
  return `${where}${message}${code === undefined ? '' : ` (${code})`}`;
}

/** `spec.template.spec.containers[0].image`, as upstream writes it, as a JSON pointer. */
function pointerOf(path: string): string {
  const segments = path.match(/[^.[\]]+/g) ?? [];
  return segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

interface Judgement {
  judge: string;
  checked: boolean;
  severity: Finding['severity'];
  pointer: string;
  message: string;
}

function toFinding(manifest: Manifest, { judge, checked, severity, pointer, message }: Judgement): Finding {
  return {
    rule: checked ? `judge/${judge}` : `could-not-check/${judge}`,
    severity,
    message,
    file: manifest.file,
    ...locateInManifest(manifest, pointer),
    pointer: manifest.root + pointer,
    ...describeObject(manifest),
  };
}
