import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { InternalError } from '@fleetwright/findings';
import { crdFiles, type SchemaVersions } from '@fleetwright/kube-schemas';
import type { SchemaSource, SchemaValidator } from '@fleetwright/validation';

const require = createRequire(import.meta.url);

/** The folder of kube-schemas: beside the bundle, or in the sources. */
function schemaRoot(): string {
  const bundled = fileURLToPath(new URL('./kube-schemas', import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('../../kube-schemas', import.meta.url));
}

/** A kind that the API server has been taught, as far as it is read here; judges read all of it. */
export interface CustomResourceDefinition {
  spec: { group: string; names: { kind: string } };
}

/** Loads schemas and their compiled validators when they are first asked for. */
export class SchemaFiles implements SchemaSource {
  readonly root = schemaRoot();
  readonly #modules: Record<string, string>;
  readonly #validators = new Map<string, SchemaValidator>();
  readonly #crds = new Map<string, readonly CustomResourceDefinition[]>();

  constructor() {
    const index = `${this.root}/dist/validators/index.json`;
    if (!existsSync(index))
      throw new InternalError(`The schemas are not compiled; run: npm run build (no ${index})`);
    this.#modules = JSON.parse(readFileSync(index, 'utf8')) as Record<string, string>;
  }

  validator(file: string): SchemaValidator {
    let found = this.#validators.get(file);
    if (found === undefined) {
      const module = require(`${this.root}/dist/validators/${this.#modules[file]}`) as
        SchemaValidator | { default: SchemaValidator };
      found = typeof module === 'function' ? module : module.default;
      this.#validators.set(file, found);
    }
    return found;
  }

  schema(file: string): Record<string, unknown> {
    return JSON.parse(this.#text(file)) as Record<string, unknown>;
  }

  /** The text of a schema, if there is one: for judges that look for it themselves. */
  find(file: string): string | undefined {
    return this.#modules[file] === undefined ? undefined : this.#text(file);
  }

  /** The CustomResourceDefinitions that clusters of some versions have: for equal versions the same array. */
  crds(versions: SchemaVersions): readonly CustomResourceDefinition[] {
    const files = crdFiles(versions);
    let found = this.#crds.get(files.join());
    if (found === undefined) {
      found = files.flatMap(
        (file) => JSON.parse(readFileSync(`${this.root}/crds/${file}`, 'utf8')) as CustomResourceDefinition[],
      );
      this.#crds.set(files.join(), found);
    }
    return found;
  }

  #text(file: string): string {
    return readFileSync(`${this.root}/schemas/${file}`, 'utf8');
  }
}
