import { resolve } from 'node:path';
import type { Finding } from '@fleetwright/findings';
import { findDriftedFiles, findReviewSides, hashTool, type ReviewSides } from '@fleetwright/fleet';
import { reviewTrees, type Review } from '@fleetwright/review';
import type { CommandInput, ExitCode } from './command.ts';
import { exitCodeOf } from './command.ts';
import { formatFindings } from './format-findings.ts';
import { formatReview } from './format-review.ts';
import { textOf } from './options.ts';

/** `fleetwright review`: says what a change does to the fleet, or to any folder of manifests. */
export async function runReview({ options, terminal }: CommandInput): Promise<ExitCode> {
  const base = textOf(options.base);
  if (base === undefined) {
    terminal.err('fleetwright review needs --base=REF, what the change is compared with.\n');
    return 2;
  }
  const folder = resolve(terminal.folder, textOf(options.workspace) ?? '.');
  const found = findReviewSides({ folder, base, head: textOf(options.head) });
  if (found.sides === undefined) {
    terminal.err(formatFindings(found.problems, { colour: terminal.colour }));
    return 2;
  }
  const review = await reviewSides(found, folder);
  terminal.out(formatReview(review, textOf(options.format) ?? 'text'));
  return exitCodeOfReview(review);
}

async function reviewSides({ sides, problems, isWorkspace }: ReviewSides, folder: string): Promise<Review> {
  const inputs = { ...sides!, problems };
  const review = await reviewTrees(inputs);
  // Only a render can tell what people wrote into generated files from what the builders now make.
  const isUnclear = review.changes.some(({ causes }) => causes.some(({ kind }) => kind === 'builder'));
  if (!isWorkspace || !isUnclear) return review;
  const drifted = await findDriftedFiles({
    folder,
    filter: undefined,
    tool: hashTool(),
    onProgress: undefined,
  });
  return drifted.size === 0 ? review : reviewTrees({ ...inputs, drifted });
}

// A review informs: it fails where something could not be compared, not where something changes.
function exitCodeOfReview({ problems }: Review): ExitCode {
  const errors = problems.filter(({ severity }: Finding) => severity === 'error');
  return errors.length > 0 ? 2 : exitCodeOf([]);
}
