import type { AxeResults, Result } from 'axe-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { PHONE } from './browser';
import { ARTIFACTS } from './place';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Looks at the page as it is now: axe (no serious or critical finding) and a picture in both themes, and at a phone's
 * width, where nothing may scroll sideways but what has a box of its own. Fails with the list of all that is wrong.
 *
 * @param name of the pictures in e2e/.artifacts
 */
export async function inspect(page: Page, name: string): Promise<void> {
  const findings: string[] = [];
  const viewport = page.viewportSize();
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor({ state: 'attached' });
    findings.push(...(await axe(page)).map((finding) => `${theme}: ${finding}`));
    await picture(page, `${name}-${theme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(PHONE);
  // The frame makes room in its own time.
  await still(page);
  findings.push(...(await sidewaysScroll(page)));
  await picture(page, `${name}-360`);
  if (viewport) await page.setViewportSize(viewport);
  if (findings.length > 0) throw new Error(`${name} (${page.url()}):\n${findings.join('\n')}`);
}

/** A picture in e2e/.artifacts. */
export async function picture(page: Page, name: string): Promise<void> {
  await still(page);
  const path = join(ARTIFACTS, `${name}.png`);
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
}

/** Colours on their way from one to another are no finding. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const isFinite = ({ effect }: Animation) => effect?.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(isFinite)
        .map(({ finished }) => finished),
    );
  });
}

async function axe(page: Page): Promise<string[]> {
  await still(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
    return axe.run({ resultTypes: ['violations'] });
  });
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(described);
}

const described = ({ id, impact, help, nodes }: Result): string[] =>
  nodes.map(
    ({ target, html, failureSummary }) =>
      `${impact} ${id} (${help})\n    ${target.join(' ')}\n    ${html.slice(0, 160)}\n    ` +
      (failureSummary ?? '').split('\n').slice(1).join(' ').trim(),
  );

/** What makes the whole page scroll to the side. */
function sidewaysScroll(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const inBox = (element: Element): boolean => {
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(parent).overflowX)) return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > width + 1 && !inBox(element),
    );
    const names = wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
    return [`at ${width} px the page scrolls sideways, because of:\n    ${names.join('\n    ')}`];
  });
}
