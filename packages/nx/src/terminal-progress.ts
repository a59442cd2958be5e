import { showProgressLine, type ProgressKind, type ProgressLine } from '@fleetwright/fleet';

/** Shows progress where somebody watches: Nx itself, its daemon and its workers write to no terminal. */
export function showTerminalProgress(kind: ProgressKind): ProgressLine {
  const { stderr } = process;
  return showProgressLine(stderr.isTTY ? (text) => void stderr.write(text) : undefined, kind);
}
