import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

/** The next click on a seat is answered by this; those after it by the server. */
async function answerNextHold(
  page: Page,
  status: number,
  problem: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  let isAnswered = false;
  await page.route('**/api/v1/events/*/hold', async (route) => {
    // A question for what is held, on its way still, is none of it.
    if (isAnswered || route.request().method() !== 'PUT') return route.fallback();
    isAnswered = true;
    const about = { type: 'about:blank', title: '', detail: '', success: false, request_id: 'r' };
    await route.fulfill({
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
      body: JSON.stringify({ ...about, status, retryable: true, ...problem }),
    });
  });
}

test('a click that an overloaded server refuses is done by itself a moment later, and the page says so', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await answerNextHold(visitor.page, 503, { reason: 'overloaded' }, { 'retry-after': '1' });
  await visitor.seat('A1').click();
  await expect(visitor.toast).toContainText('tried again by itself');
  await expect(visitor.name).toBeVisible();
  await expect(visitor.countdown).toBeVisible();
});

test('who was too late is told how close it was', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  const lost = { reason: 'seat_held', seat_ids: [1], lost_race: { earlier_ms: 41, others: 36 } };
  await answerNextHold(visitor.page, 409, lost);
  await visitor.seat('A1').click();
  await expect(visitor.toast).toContainText('It was taken 41 ms before you asked; 36 others wanted it, too.');
  await visitor.expectHall();
});
