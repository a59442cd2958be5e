import type { ProgressKind } from '@fleetwright/fleet';
import type { RepositoryFile } from '@fleetwright/triton-config';
import { showTerminalProgress } from '../terminal-progress.ts';

const GI = 2 ** 30;

/** Progress over bytes, of which the first gibibyte takes a second or two. */
export const READING: ProgressKind = {
  least: GI,
  describe: (done, total) => `${(done / GI).toFixed(1)} of ${(total / GI).toFixed(1)} GiB read for checksums`,
};

/** Shows how much of a repository is read for its checksums; `onRead` takes the bytes of one read. */
export function showReading(files: readonly Pick<RepositoryFile, 'size'>[]): {
  onRead: (bytes: number) => void;
  clear: () => void;
} {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const line = showTerminalProgress(READING);
  let done = 0;
  return {
    onRead(bytes) {
      done += bytes;
      line.update(done, total);
    },
    clear: line.clear,
  };
}
