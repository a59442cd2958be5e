// `npm run review:look`: renders the reports of a sample change and of made-up large ones, opens them in a real browser,
// uses them, checks their accessibility in light and dark, and leaves pictures to be looked at.
import { mkdtempSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findReviewSides } from '@fleetwright/fleet';
import { formatReviewHtml, formatReviewMarkdown, reviewTrees, type Review } from '@fleetwright/review';
import { chromium } from 'playwright-core';
import { largeReview } from '../../packages/review/src/testing/large-review.ts';
import { checkReport, type Report } from './check-report.ts';
import { findChromium } from './find-chromium.ts';
import { writeSampleFleet } from './sample-fleet.ts';

const MOST_BYTES = 5_000_000;

const folder = mkdtempSync(join(tmpdir(), 'fleetwright-review-'));
const browser = await chromium.launch({ executablePath: findChromium(process.env), args: ['--no-sandbox'] });
let failures = 0;
try {
  const reports = [
    writeReport('sample', await reviewSample()),
    writeReport('500-by-3', largeReview({ services: 500, clusters: 3, changes: 12 })),
    writeReport('500-by-20', largeReview({ services: 500, clusters: 20, changes: 300 })),
  ];
  for (const report of reports) for (const scheme of ['light', 'dark'] as const) await look(report, scheme);
} finally {
  await browser.close();
}
console.log(`Reports and pictures are in ${folder}.`);
process.exitCode = failures === 0 ? 0 : 1;

async function reviewSample(): Promise<Review> {
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  await writeSampleFleet(workspace);
  const { sides, problems } = findReviewSides({ folder: workspace, base: 'HEAD' });
  if (sides === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return reviewTrees({ ...sides, problems });
}

function writeReport(name: string, review: Review): Report {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, formatReviewHtml(review));
  writeFileSync(join(folder, `${name}.md`), formatReviewMarkdown(review));
  return { name, file, changes: review.changes.length };
}

async function look(report: Report, scheme: 'light' | 'dark'): Promise<void> {
  const { problems, interactive } = await checkReport(browser, report, { scheme, folder });
  const { size } = statSync(report.file);
  if (size > MOST_BYTES) problems.push(`has ${size} bytes`);
  console.log(
    `${report.name}, ${scheme}: ${size} bytes, interactive after ${interactive} ms, ${problems.length} problems`,
  );
  for (const problem of problems) console.error(`  ${problem}`);
  failures += problems.length;
}
