import type { Terminal } from './command.ts';

/** A line that says how far a long run is. */
export interface Progress {
  update: (done: number, total: number) => void;
  clear: () => void;
}

const SILENT: Progress = { update: () => undefined, clear: () => undefined };

/** Shows progress where somebody watches; a run of few steps is over before it could be read. */
export function showProgress({ progress, err }: Terminal): Progress {
  if (!progress) return SILENT;
  let shown = -1;
  return {
    update(done, total) {
      const percent = Math.floor((done * 100) / total);
      if (total < 50 || percent === shown) return;
      shown = percent;
      err(`\r${done} of ${total} placements (${percent} %)`);
    },
    clear() {
      if (shown >= 0) err('\r\u001b[K');
    },
  };
}
