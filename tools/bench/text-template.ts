/** A file with holes: text, value, text, value, …, text. `slots` numbers the values. */
export interface FileTemplate {
  path: string;
  texts: string[];
  slots: number[];
}

/** Files of one placement. */
export interface Files {
  /** Where they stand, relative to the root. */
  folder: string;
  files: readonly { path: string; text: string }[];
}

/** One placement as a template and the values for its holes. */
export interface Filled {
  folder: string;
  values: string[];
}

/** Placements that differ only in values, and what they have in common. */
export interface Shape {
  files: FileTemplate[];
  placements: Filled[];
}

/**
 * Derives text templates from rendered files: placements whose files have the same numbers of lines share one, and
 * words that are not the same in all of them become holes. Holes that are always filled alike share their value.
 */
export function deriveShapes(placements: readonly Files[]): Shape[] {
  const groups = new Map<string, Files[]>();
  for (const placement of placements) {
    const shape = describeShape(placement);
    groups.set(shape, [...(groups.get(shape) ?? []), placement]);
  }
  return [...groups.values()].map(deriveShape);
}

function describeShape({ files }: Files): string {
  return files.map(({ path, text }) => `${path}:${text.split('\n').length}`).join();
}

function deriveShape(group: readonly Files[]): Shape {
  const columns = new Columns();
  const [first] = group;
  const files = (first?.files ?? []).map(({ path }, index) => {
    const texts = group.map(({ files }) => files[index]?.text ?? '');
    return { path, ...punchHoles(texts, columns) };
  });
  return {
    files,
    placements: group.map(({ folder }, row) => ({ folder, values: columns.valuesOf(row) })),
  };
}

/** The different columns of values, numbered. */
class Columns {
  readonly #numbers = new Map<string, number>();
  readonly #columns: (readonly string[])[] = [];

  add(column: readonly string[]): number {
    const key = column.join('\0');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#columns.length);
    return this.#columns.push(column) - 1;
  }

  valuesOf(row: number): string[] {
    return this.#columns.map((column) => column[row] ?? '');
  }
}

function punchHoles(texts: readonly string[], columns: Columns): Pick<FileTemplate, 'texts' | 'slots'> {
  const lines = texts.map((text) => text.split(/(?<=\n)/));
  const template = { texts: [''], slots: [] as number[] };
  for (const index of lines[0]?.keys() ?? []) {
    punchLine(
      lines.map((all) => all[index] ?? ''),
      template,
      columns,
    );
  }
  return template;
}

function punchLine(
  line: readonly string[],
  { texts, slots }: Pick<FileTemplate, 'texts' | 'slots'>,
  columns: Columns,
): void {
  for (const column of splitColumns(line)) {
    const [first = ''] = column;
    if (column.every((word) => word === first)) texts.push(`${texts.pop() ?? ''}${first}`);
    else {
      slots.push(columns.add(column));
      texts.push('');
    }
  }
}

// Word by word where all have equally many, else the line as a whole.
function splitColumns(line: readonly string[]): string[][] {
  if (line.every((text) => text === line[0])) return [[...line]];
  const words = line.map((text) => text.match(/\w+|\W+/g) ?? []);
  const count = words[0]?.length ?? 0;
  if (words.some(({ length }) => length !== count)) return [[...line]];
  return Array.from({ length: count }, (_, index) => words.map((all) => all[index] ?? ''));
}

/** Fills the holes of a file. */
export function fillTemplate({ texts, slots }: FileTemplate, values: readonly string[]): string {
  return texts
    .map((text, index) => (index === 0 ? text : `${values[slots[index - 1] ?? -1] ?? ''}${text}`))
    .join('');
}

/** Checks that filling the templates gives every file byte by byte; throws otherwise. */
export function verifyShapes(shapes: readonly Shape[], placements: readonly Files[]): void {
  const found = new Map(placements.map(({ folder, files }) => [folder, files]));
  for (const { files, placements: filled } of shapes) {
    for (const { folder, values } of filled) {
      for (const file of files) {
        const rendered = found.get(folder)?.find(({ path }) => path === file.path);
        if (rendered?.text === fillTemplate(file, values)) continue;
        throw new Error(`The text template does not give ${folder}/${file.path}.`);
      }
    }
  }
}
