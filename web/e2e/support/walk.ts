import type { Problem } from '@jari/contract';
import { reasons } from '@jari/contract/reasons';
import type { Route } from '@playwright/test';
import { expect } from './expect.ts';
import { RESERVATIONS } from './network.ts';
import type { Theatre } from './theatre.ts';
import type { Visitor } from './visitor.ts';

/** A failure as the server words it, for tests of how it looks; what it does is tested with real ones. */
export async function answerWithFailure(route: Route): Promise<void> {
  const problem: Problem = {
    type: 'about:blank',
    title: reasons.intentional_failure.title.en,
    status: 503,
    detail: '',
    success: false,
    reason: 'intentional_failure',
    request_id: 'made-up',
    retryable: true,
  };
  await route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem });
}

/** Leads a visitor through every screen there is, and lets the test look at each. */
export async function walkThrough(
  visitor: Visitor,
  theatre: Theatre,
  look: (screen: string) => Promise<void>,
): Promise<void> {
  await lookAtHall(visitor, theatre, look);
  await lookAtForm(visitor, look);
  await lookAtTicket(visitor, look);
  await lookAtDeadEnds(visitor, look);
}

type Look = (screen: string) => Promise<void>;

async function lookAtHall(visitor: Visitor, theatre: Theatre, look: Look): Promise<void> {
  await theatre.holdFor('a', 2);
  const b = await theatre.holdFor('b', 3, 4);
  await b.confirm();
  await visitor.enterHall();
  await visitor.expectSeat('A3', 'reserved');
  await look('hall');

  await theatre.fillUp();
  await expect(visitor.page.getByTestId('sold-out')).toBeVisible();
  await look('sold out');

  await visitor.seat('A2').click({ force: true });
  await expect(visitor.toast).toBeVisible();
  await look('hall with a notice');

  await theatre.reset();
  await visitor.expectFree(9);
  await visitor.page.context().setOffline(true);
  await visitor.expectConnection('offline');
  await look('offline');
  await visitor.page.context().setOffline(false);
  await visitor.expectConnection('live');
}

async function lookAtForm(visitor: Visitor, look: Look): Promise<void> {
  const { page } = visitor;
  await visitor.goToForm('B2');
  await look('form');
  await page.goBack();
  await expect(visitor.holdBar).toBeVisible();
  await look('hall with my hold');
  await page.getByTestId('continue').click();
  await visitor.expectForm();

  await visitor.submit.click();
  await expect(page.getByTestId('phone-fault')).toBeVisible();
  await look('form with faults');

  await visitor.fillIn();
  await page.route(RESERVATIONS, answerWithFailure);
  await visitor.submit.click();
  await expect(visitor.failure).toBeVisible();
  await look('failure');

  await page.route(RESERVATIONS, (route) => route.abort('connectionreset'));
  await visitor.retry.click();
  await expect(visitor.name).not.toBeEditable();
  await look('unknown outcome');
  await page.unroute(RESERVATIONS);
  await visitor.expectTicket('B2');
}

async function lookAtTicket(visitor: Visitor, look: Look): Promise<void> {
  const { page } = visitor;
  await expect(visitor.ticketCode).toBeVisible();
  await look('ticket');
  await page.getByTestId('cancel').click();
  await expect(page.getByTestId('cancel-dialog')).toBeVisible();
  await look('dialog');
  await page.getByTestId('cancel-confirm').click();
  await expect(page.getByTestId('ticket')).toHaveAttribute('data-status', 'cancelled');
  await look('cancelled ticket');
}

async function lookAtDeadEnds(visitor: Visitor, look: Look): Promise<void> {
  const { page } = visitor;
  await visitor.enterHall();
  await visitor.goToForm('C1');
  // The hold ends as it does at zero: the server says that the seat is free.
  await page.request.delete(`${visitor.api}/events/default/hold`);
  await expect(page.getByTestId('retake')).toBeVisible();
  await look('hold that is over');

  for (const [screen, path] of [
    ['no hold', '/events/default/reserve'],
    ['unknown event', '/events/nowhere'],
    ['unknown ticket', '/reservations/00000000-0000-4000-8000-000000000000'],
    ['unknown page', '/nowhere/at/all'],
  ] as const) {
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(visitor.origin + path);
    await expect(page.locator('main').getByRole('heading', { level: 1 })).toBeVisible();
    await look(screen);
  }
}
