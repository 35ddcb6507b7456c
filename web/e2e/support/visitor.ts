import type { Hold, ReservationList } from '@jari/contract';
import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';

export const SOMEONE = { name: '김하늘', phone: '010-1234-5678' } as const;

/** Someone at a browser: what they see and do, in the words of the page. */
export class Visitor {
  constructor(
    readonly page: Page,
    /** Where the server is reached from this browser. */
    readonly origin: string,
    readonly event = 'default',
  ) {}

  get freeCount(): Locator {
    return this.page.getByTestId('free-count');
  }

  get connection(): Locator {
    return this.page.getByTestId('connection-state');
  }

  /** The switch for choosing several. */
  get several(): Locator {
    return this.page.getByTestId('several');
  }

  get holdBar(): Locator {
    return this.page.getByTestId('hold-bar');
  }

  get toast(): Locator {
    return this.page.getByTestId('toast');
  }

  get name(): Locator {
    return this.page.getByTestId('name-input');
  }

  get phone(): Locator {
    return this.page.getByTestId('phone-input');
  }

  get submit(): Locator {
    return this.page.getByTestId('submit');
  }

  get countdown(): Locator {
    return this.page.getByTestId('countdown');
  }

  get failure(): Locator {
    return this.page.getByTestId('failure');
  }

  get retry(): Locator {
    return this.page.getByTestId('retry');
  }

  get ticketCode(): Locator {
    return this.page.getByTestId('ticket-code');
  }

  get announcer(): Locator {
    return this.page.getByTestId('announcer');
  }

  seat(label: string): Locator {
    return this.page.getByTestId(`seat-${label}`);
  }

  /** Opens the hall and waits until it is live: from here on, changes come by themselves. */
  async enterHall(): Promise<this> {
    await this.page.goto(this.origin + (this.event === 'default' ? '/' : `/events/${this.event}`));
    await this.expectConnection('live');
    return this;
  }

  async choose(label: string): Promise<void> {
    await this.seat(label).click();
  }

  /** From the hall to the form for this seat. */
  async goToForm(label: string): Promise<void> {
    await this.choose(label);
    await this.expectForm();
  }

  async fillIn({ name, phone }: { name: string; phone: string } = SOMEONE): Promise<void> {
    await this.name.fill(name);
    await this.phone.fill(phone);
  }

  /** All the way from the hall to the ticket. */
  async reserve(label: string): Promise<void> {
    await this.goToForm(label);
    await this.fillIn();
    await this.submit.click();
    await this.expectTicket(label);
  }

  async expectSeat(label: string, state: string): Promise<void> {
    await expect(this.seat(label)).toHaveAttribute('data-state', state);
  }

  async expectConnection(state: string): Promise<void> {
    await expect(this.connection).toHaveAttribute('data-state', state);
  }

  async expectFree(count: number): Promise<void> {
    await expect(this.freeCount).toHaveAttribute('data-count', String(count));
  }

  async expectHall(): Promise<void> {
    await expect(this.page).not.toHaveURL(/\/reserve$|\/reservations\//);
    await expect(this.page.getByRole('grid')).toBeVisible();
  }

  async expectForm(): Promise<void> {
    await expect(this.page).toHaveURL(new RegExp(`/events/${this.event}/reserve$`));
    await expect(this.countdown).toBeVisible();
  }

  /** That what was typed is still there. */
  async expectFilledIn({ name, phone }: { name: string; phone: string } = SOMEONE): Promise<void> {
    await expect(this.name).toHaveValue(name);
    await expect(this.phone).toHaveValue(phone);
  }

  async expectTicket(label: string): Promise<void> {
    await expect(this.page).toHaveURL(/\/reservations\/[\w.~-]+$/);
    await expect(this.page.getByTestId('ticket')).toHaveAttribute('data-status', 'active');
    await expect(this.page.getByTestId('ticket-seats')).toHaveText(label);
  }

  /** What the server says I hold: undefined when nothing. Asked with this browser's own session. */
  async myHold(): Promise<Hold | undefined> {
    const answer = await this.page.request.get(`${this.api}/events/${this.event}/hold`);
    return answer.status() === 200 ? ((await answer.json()) as Hold) : undefined;
  }

  /** What the server says is mine. */
  async myReservations(): Promise<ReservationList['reservations']> {
    const answer = await this.page.request.get(`${this.api}/me/reservations`);
    return ((await answer.json()) as ReservationList).reservations;
  }

  /** Leaves a mark in the page that a reload would wipe away. */
  async markPage(): Promise<void> {
    await this.page.evaluate(() => document.body.setAttribute('data-mark', 'same page'));
  }

  async expectNotReloaded(): Promise<void> {
    await expect(this.page.locator('body')).toHaveAttribute('data-mark', 'same page');
  }

  get api(): string {
    return `${this.origin}/api/v1`;
  }
}
