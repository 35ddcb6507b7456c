import { chromium, type Browser, type Page } from '@playwright/test';
import type { SaleClock } from '../../rehearsal/src/people/sale-clock.ts';
import type { Records } from '../../rehearsal/src/records/records.ts';

/** How it ended for the person, who either has a ticket or was told that there is none to be had. */
export interface VisitorStory {
  /** What the page said, when it changed. */
  readonly seen: readonly { readonly at: number; readonly what: string }[];
  readonly ticket: { readonly sequence: number; readonly seatCount: number } | undefined;
}

const SEEN_EVERY_MS = 250;

/** One person with a browser, who waits like everybody, lets the box office choose, and buys. */
export class Visitor {
  private readonly seen: { at: number; what: string }[] = [];
  private readonly numbers = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly records: Records,
    private readonly pictures: string | undefined,
  ) {}

  static async come(
    url: string,
    event: string,
    records: Records,
    { executablePath, pictures }: { executablePath: string | undefined; pictures: string | undefined },
  ): Promise<Visitor> {
    const browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox'],
    });
    const page = await browser.newPage({ viewport: { width: 390, height: 780 }, locale: 'ko-KR' });
    const visitor = new Visitor(browser, page, records, pictures);
    page.on('pageerror', (error) => records.violated('live-hall', 'the page does not break', error.message));
    await page.goto(`${url}/events/${event}`);
    await page.evaluate('globalThis.isFirstPage = true');
    visitor.timer = setInterval(() => void visitor.look(), SEEN_EVERY_MS);
    return visitor;
  }

  /** Waits for the turn, however long it takes, and buys two seats; or until every seat is sold. */
  async buy(clock: SaleClock): Promise<VisitorStory> {
    const { page } = this;
    try {
      const turn = page.getByTestId('turn-band');
      while (!(await turn.isVisible()) && (await clock.wait(250)));
      if (!(await turn.isVisible())) {
        await page.getByTestId('waiting-none-left').waitFor({ timeout: 90_000 });
        await this.picture('none-left');
        return { seen: this.seen, ticket: undefined };
      }
      await this.picture('inside');
      await page.getByTestId('best').locator('summary').click({ timeout: 30_000 });
      await page.getByTestId('find-best').click({ timeout: 30_000 });
      await page.getByTestId('continue').click({ timeout: 30_000 });
      await page.getByTestId('name-input').fill('김관객');
      await page.getByTestId('phone-input').fill('+1 202 555 0199');
      await page.getByTestId('submit').click();
      // One confirmation in a hundred fails on purpose, and a server may die: the page says so, and one tries again.
      const ticket = page.getByTestId('ticket');
      for (let tries = 0; tries < 10; tries++) {
        if (
          await ticket.waitFor({ timeout: 10_000 }).then(
            () => true,
            () => false,
          )
        )
          break;
        await this.picture(`again-${tries}`);
        await page
          .getByTestId('submit')
          .click({ timeout: 5_000 })
          .catch(() => undefined);
      }
      await this.picture('ticket');
      const isFirstPage = (await page.evaluate('globalThis.isFirstPage')) === true;
      if (!isFirstPage)
        this.records.violated('live-hall', 'nobody has to reload', 'the page was loaded anew');
      const id = /\/reservations\/[^/]+\.(\d+)$/.exec(page.url())?.[1];
      const seats = await page.getByTestId('ticket-seats').innerText();
      if (id === undefined) throw new Error(`no ticket at ${page.url()}`);
      return { seen: this.seen, ticket: { sequence: Number(id), seatCount: seats.split(',').length } };
    } catch (error) {
      await this.picture('lost');
      this.records.violated('kept', 'the person in the browser is never lost', String(error).slice(0, 300));
      return { seen: this.seen, ticket: undefined };
    }
  }

  async leave(): Promise<void> {
    clearInterval(this.timer);
    await this.browser.close();
  }

  private async look(): Promise<void> {
    const room = this.page.getByTestId('waiting-room');
    try {
      if (!(await room.isVisible())) return;
      const state = (await room.getAttribute('data-state', { timeout: 200 })) ?? '';
      const number = await this.page
        .getByTestId('waiting-number')
        .innerText({ timeout: 200 })
        .catch(() => '');
      if (number !== '') this.numbers.add(number);
      if (this.numbers.size > 1)
        this.records.violated(
          'kept',
          'a place is kept',
          `the page showed ${[...this.numbers].join(' and ')}`,
        );
      if (this.seen.at(-1)?.what !== state) {
        this.seen.push({ at: Date.now(), what: state });
        await this.picture(state);
      }
    } catch {
      // The page is just turning to something else.
    }
  }

  private async picture(name: string): Promise<void> {
    if (this.pictures === undefined) return;
    await this.page
      .screenshot({ path: `${this.pictures}/${this.seen.length}-${name}.png` })
      .catch(() => undefined);
  }
}
