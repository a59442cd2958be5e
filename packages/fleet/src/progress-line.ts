/** A line that says how far a long run is. */
export interface ProgressLine {
  update: (done: number, total: number) => void;
  clear: () => void;
}

/** What is counted: in whose words, and from how much on anybody could read the line before the run is over. */
export interface ProgressKind {
  least: number;
  describe: (done: number, total: number) => string;
}

/** Progress over the placements of a fleet. */
export const PLACEMENT_PROGRESS: ProgressKind = {
  least: 50,
  describe: (done, total) => `${done} of ${total} placements`,
};

const SILENT: ProgressLine = { update: () => undefined, clear: () => undefined };

/** Shows progress on a line that overwrites itself; `write` is undefined where nobody watches. */
export function showProgressLine(
  write: ((text: string) => void) | undefined,
  { least, describe }: ProgressKind,
): ProgressLine {
  if (write === undefined) return SILENT;
  let shown = -1;
  return {
    update(done, total) {
      const percent = Math.floor((done * 100) / total);
      if (total < least || percent === shown) return;
      shown = percent;
      write(`\r${describe(done, total)} (${percent} %)`);
    },
    clear() {
      if (shown >= 0) write('\r\u001b[K');
    },
  };
}
