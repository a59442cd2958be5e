import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { InternalError } from '@fleetwright/findings';
import type { SchemaSource, SchemaValidator } from '@fleetwright/validation';

const require = createRequire(import.meta.url);

/** The folder of kube-schemas: beside the bundle, or in the sources. */
function schemaRoot(): string {
  const bundled = fileURLToPath(new URL('./kube-schemas', import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('../../kube-schemas', import.meta.url));
}

/** Loads schemas and their compiled validators when they are first asked for. */
export class SchemaFiles implements SchemaSource {
  readonly root = schemaRoot();
  readonly #modules: Record<string, string>;
  readonly #validators = new Map<string, SchemaValidator>();

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

  #text(file: string): string {
    return readFileSync(`${this.root}/schemas/${file}`, 'utf8');
  }
}
