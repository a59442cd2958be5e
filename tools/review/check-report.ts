import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
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
  await page.evaluate(() => {
    const entries = [...document.querySelectorAll<HTMLDetailsElement>('details')];
    for (const entry of entries.slice(0, 40)) entry.open = true;
  });
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
  await page.waitForFunction(() => document.querySelector('[role=status]')?.textContent?.startsWith('0 of '));
  const interactive = Math.round(performance.now() - started);
  await page.click('text=Show everything');
  return interactive;
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
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('details.change')?.id ?? document.activeElement?.id);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('j');
  if ((await focused()) !== 'c1') problems.push(`j goes to ${await focused()}`);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  if (!(await page.locator('#c2').evaluate((entry: HTMLDetailsElement) => entry.open)))
    problems.push('Enter opens nothing');
  await page.keyboard.press('k');
  if ((await focused()) !== 'c1') problems.push(`k goes to ${await focused()}`);
  await page.keyboard.press('/');
  if ((await focused()) !== 'f-text') problems.push(`/ goes to ${await focused()}`);
  await page.keyboard.press('Escape');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('?');
  if (!(await page.locator('dialog').isVisible())) problems.push('? shows no list of keys');
  await page.keyboard.press('Escape');
  return problems;
}

async function useMap(page: Page): Promise<string[]> {
  const problems: string[] = [];
  await page.locator('.map td[tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  const column = await page.evaluate(() => (document.activeElement as HTMLTableCellElement).cellIndex);
  if (column !== 2) problems.push(`an arrow key goes to column ${column} of the map`);
  await page.keyboard.press('Enter');
  if ((await page.inputValue('#f-cluster')) === '') problems.push('Enter in the map chooses no cluster');
  await page.click('text=Show everything');
  return problems;
}

async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.map(
    ({ id, help, nodes }) =>
      `axe ${id}: ${help} (${nodes.length}, the first ${nodes[0]?.html.slice(0, 160)})`,
  );
}
