import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

/** A report to look at. */
export interface Report {
  /** Names its screenshots. */
  name: string;
  /** The page on the disk. */
  file: string;
  /** How many changes it has. */
  changes: number;
}

/** What is wrong with a report in one colour scheme; empty when it is as it should be. */
export interface Verdict {
  problems: string[];
  /** From the start of loading until a filter has been applied, in milliseconds. */
  interactive: number;
}

/** Slower than this, a page is not ready when its reader is. */
const MOST_MILLISECONDS = 2000;

/** Opens a report, uses it, looks for violations of accessibility, and takes pictures of it. */
export async function checkReport(
  browser: Browser,
  report: Report,
  { scheme, folder }: { scheme: 'light' | 'dark'; folder: string },
): Promise<Verdict> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(report.file).href) problems.push(`asks for ${request.url()}`);
  });
  const shoot = (part: string) =>
    page.screenshot({ path: join(folder, `${report.name}-${scheme}-${part}.png`), fullPage: part !== 'top' });
  // A picture of hundreds of entries is none that anybody looks at.
  const isShort = report.changes < 50;
  const interactive = await openReport(page, report);
  if (interactive > MOST_MILLISECONDS) problems.push(`is interactive after ${interactive} ms`);
  await shoot('top');
  if (isShort) await shoot('all');
  problems.push(...(await useFilters(page, report)), ...(await useKeys(page)), ...(await useMap(page)));
  await openEntries(page, report);
  problems.push(...(await findViolations(page)));
  if (isShort) await shoot('open');
  await page.emulateMedia({ media: 'print' });
  if (isShort) await shoot('print');
  await context.close();
  return { problems, interactive };
}

async function openReport(page: Page, { file }: Report): Promise<number> {
  const started = performance.now();
  await page.goto(pathToFileURL(file).href);
  await page.fill('#f-text', 'no text of any change');
  await page.locator('[role=status]', { hasText: /^0 of / }).waitFor();
  const interactive = Math.round(performance.now() - started);
  await page.click('text=Show everything');
  return interactive;
}

// Of hundreds of entries a few stand for the others.
async function openEntries(page: Page, { changes }: Report): Promise<void> {
  const closed = page.locator('details:not([open]):visible > summary');
  for (let left = Math.min(changes + 20, 40); left > 0 && (await closed.count()) > 0; left--)
    await closed.first().press('Enter');
}

async function useFilters(page: Page, { changes }: Report): Promise<string[]> {
  const problems: string[] = [];
  const expectShown = async (what: string, isRight: (shown: number) => boolean) => {
    const shown = await page.locator('details.change:visible').count();
    if (!isRight(shown)) problems.push(`${what} shows ${shown} of ${changes} changes`);
  };
  await expectShown('no filter', (shown) => shown === changes);
  for (const id of ['f-cluster', 'f-topic', 'f-severity']) {
    await page.selectOption(`#${id}`, { index: 1 });
    await expectShown(id, (shown) => shown < changes || id === 'f-cluster');
    await page.click('text=Show everything');
  }
  await page.fill('#f-text', 'no text of any change');
  await expectShown('a text that is nowhere', (shown) => shown === 0);
  if (!(await page.locator('text=No change fits these filters.').isVisible()))
    problems.push('an empty list says nothing');
  await page.keyboard.press('Escape');
  await expectShown('Escape', (shown) => shown === changes);
  return problems;
}

async function useKeys(page: Page): Promise<string[]> {
  const problems: string[] = [];
  const expectOne = async (what: string, selector: string) => {
    if ((await page.locator(`${selector}:visible`).count()) !== 1)
      problems.push(`${what} does not lead to ${selector}`);
  };
  const press = (key: string) => page.keyboard.press(key);
  await leaveFields(page);
  await press('j');
  await expectOne('j', '#c1 > summary:focus');
  await press('j');
  await press('Enter');
  await expectOne('Enter', '#c2[open]');
  await press('k');
  await expectOne('k', '#c1 > summary:focus');
  await press('/');
  await expectOne('/', '#f-text:focus');
  await leaveFields(page);
  await press('?');
  await expectOne('?', 'dialog[open]');
  await press('Escape');
  return problems;
}

async function leaveFields(page: Page): Promise<void> {
  const focused = page.locator('input:focus, select:focus, button:focus');
  if ((await focused.count()) > 0) await focused.blur();
}

async function useMap(page: Page): Promise<string[]> {
  const problems: string[] = [];
  await page.locator('.map td[tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  if ((await page.locator('.map td:nth-child(3):focus').count()) !== 1)
    problems.push('an arrow key moves nothing in the map');
  await page.keyboard.press('Enter');
  if ((await page.inputValue('#f-cluster')) === '') problems.push('Enter in the map chooses no cluster');
  await page.click('text=Show everything');
  return problems;
}

async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.map(
    ({ id, help, nodes }) =>
      `axe ${id}: ${help} (${nodes.length}, the first ${nodes[0]?.html.slice(0, 160)})`,
  );
}
