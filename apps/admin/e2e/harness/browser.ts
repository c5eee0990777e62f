import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { place } from './place';
import { type Watch, watch } from './watch';
import type { Workspace } from './workspace';

export interface PageOptions {
  /** Below `/admin`, e.g. `/posts?status=failed`. */
  path?: string;
  theme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
  /** IANA name; the viewer's zone. */
  timezone?: string;
}

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

let browser: Promise<Browser> | null = null;
const open = new Map<Page, Watch>();
/** One sign-in for each key of a spec's: what signing in is like, sign-in.e2e.ts shows. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();

/** A page where nobody is signed in. */
export async function newPage(options: PageOptions = {}): Promise<Page> {
  const page = await openPage(await newContext(options));
  await page.goto(address(options.path));
  return page;
}

/** A page of somebody who signed in with the workspace's key, or the one given. */
export async function signedIn({ key }: Pick<Workspace, 'key'>, options: PageOptions = {}): Promise<Page> {
  const context = await newContext(options, sessions.get(key));
  if (!sessions.has(key)) {
    await signIn(context, key);
    sessions.set(key, await context.storageState());
  }
  const page = await openPage(context);
  await page.goto(address(options.path));
  await page.locator('main#content').waitFor();
  return page;
}

/** As the app does it, but for the form: the cookie is the context's from here on. */
async function signIn(context: BrowserContext, apiKey: string): Promise<void> {
  const { url } = place();
  const reply = await context.request.post(`${url}/v1/session`, { data: { apiKey } });
  if (!reply.ok()) throw new Error(`The sign-in answered ${reply.status()}: ${await reply.text()}`);
}

async function newContext(
  { theme = 'light', viewport = DESKTOP, timezone = 'Europe/Berlin' }: PageOptions,
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>,
): Promise<BrowserContext> {
  browser ??= chromium.connect(place().browser);
  return (await browser).newContext({
    viewport,
    colorScheme: theme,
    timezoneId: timezone,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...(storageState === undefined ? {} : { storageState }),
  });
}

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  // For what never comes: a busy machine is no failure.
  page.setDefaultTimeout(30_000);
  open.set(page, watch(page));
  return page;
}

const address = (path = '/') => `${place().url}/admin${path}`;

/** Console errors that a test causes on purpose. */
export function allowErrors(page: Page, pattern: RegExp): void {
  open.get(page)?.allow(pattern);
}

export const openPages = (): ReadonlyMap<Page, Watch> => open;

/** @returns what the pages complained about */
export async function closePages(): Promise<string[]> {
  const complaints = [...open.values()].flatMap((watched) => watched.end());
  const contexts = new Set([...open.keys()].map((page) => page.context()));
  open.clear();
  await Promise.all([...contexts].map((context) => context.close()));
  return complaints;
}

export async function leaveBrowser(): Promise<void> {
  const left = browser;
  browser = null;
  sessions.clear();
  // Of this spec's connection alone; the browser itself is the run's.
  await (await left)?.close();
}
