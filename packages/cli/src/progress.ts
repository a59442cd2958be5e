import { PLACEMENT_PROGRESS, showProgressLine, type ProgressLine } from '@fleetwright/fleet';
import type { Terminal } from './command.ts';

/** Shows progress over the fleet where somebody watches. */
export function showProgress({ progress, err }: Terminal): ProgressLine {
  return showProgressLine(progress ? err : undefined, PLACEMENT_PROGRESS);
}
