/** A place in a text file; both numbers are 1-based, the column counts UTF-16 code units. */
export interface Position {
  line: number;
  column: number;
}

/** A hand-written file that can tell where one of its values stands. */
export interface SourceFile {
  /** Relative to the workspace root, with forward slashes. */
  readonly path: string;
  /** Position of the value at a JSON pointer, or of its nearest ancestor that exists. */
  locate(pointer: string): Position;
}
