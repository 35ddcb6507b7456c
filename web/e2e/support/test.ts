import { test as playwrightTest, type BrowserContextOptions, type Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { expect } from './expect.ts';
import { Theatre } from './theatre.ts';
import { Visitor } from './visitor.ts';

export { expect } from './expect.ts';
export { SOMEONE, type Visitor } from './visitor.ts';

interface VisitorOptions extends BrowserContextOptions {
  /** Whose server; otherwise that of the fixture `theatre`. */
  readonly theatre?: { readonly url: string };
  readonly event?: string;
}

interface TestFixtures {
  /** The worker's server with an empty hall. */
  readonly theatre: Theatre;
  /** Starts a server of this test's own; it ends with the test. */
  readonly openTheatre: (env?: Readonly<Record<string, string>>) => Promise<Theatre>;
  /** Seats someone at a browser of their own: a new session each time. */
  readonly newVisitor: (options?: VisitorOptions) => Promise<Visitor>;
  /** Opens another tab of the same browser. */
  readonly newTab: (of: Visitor) => Promise<Visitor>;
}

interface WorkerFixtures {
  /** A data folder to begin with, so that only the first server of a worker has to make its database. */
  readonly house: string;
  readonly workerTheatre: Theatre;
}

/** Errors in a page that no visitor should ever cause, whatever the test looks at. */
function watchFaults(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text());
  });
}

export const test = playwrightTest.extend<TestFixtures & { readonly faults: string[] }, WorkerFixtures>({
  house: [
    async ({}, use) => {
      const house = await Theatre.buildHouse();
      await use(house);
      rmSync(house, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  workerTheatre: [
    async ({ house }, use) => {
      const theatre = await Theatre.open({}, house);
      await use(theatre);
      await theatre.close();
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  theatre: async ({ workerTheatre }, use) => {
    await workerTheatre.reset();
    await use(workerTheatre);
  },

  openTheatre: async ({ house }, use) => {
    const opened: Theatre[] = [];
    await use(async (env) => {
      const theatre = await Theatre.open(env, house);
      opened.push(theatre);
      return theatre;
    });
    await Promise.all(opened.map((theatre) => theatre.close()));
  },

  faults: [
    async ({}, use, testInfo) => {
      testInfo.setTimeout(180_000);
      const faults: string[] = [];
      await use(faults);
      expect(faults, 'no page threw an error or broke its content security policy').toEqual([]);
    },
    { auto: true },
  ],

  newVisitor: async ({ browser, theatre, faults }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async ({ theatre: where = theatre, event = 'default', ...options } = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      const page = await context.newPage();
      watchFaults(page, faults);
      return new Visitor(page, where.url, event);
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  newTab: async ({ faults }, use) => {
    await use(async ({ page, origin, event }) => {
      const tab = await page.context().newPage();
      watchFaults(tab, faults);
      return new Visitor(tab, origin, event);
    });
  },
});
