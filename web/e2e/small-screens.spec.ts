import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

for (const [width, height] of [
  [320, 568],
  [360, 640],
  [375, 667],
  [390, 664],
] as const) {
  for (const locale of ['ko-KR', 'en-GB']) {
    test(`at ${width} × ${height} the hold bar covers no seat, ${locale}`, async ({ newVisitor }) => {
      const viewport = { width, height };
      const visitor = await (
        await newVisitor({ viewport, locale, isMobile: true, hasTouch: true })
      ).enterHall();
      await visitor.goToForm('A1');
      await visitor.page.goBack();
      await expect(visitor.holdBar).toBeVisible();
      await expect(visitor.seat('C2')).toBeInViewport({ ratio: 1 });
      const [seat, bar] = [await visitor.seat('C2').boundingBox(), await visitor.holdBar.boundingBox()];
      expect((seat?.y ?? 0) + (seat?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
      expect(seat?.width).toBeGreaterThanOrEqual(44);
    });
  }
}

const scrollsSideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test('with text twice as large nothing scrolls sideways, and everything can be reached', async ({
  newVisitor,
}) => {
  const viewport = { width: 360, height: 740 };
  const visitor = await (await newVisitor({ viewport, isMobile: true, hasTouch: true })).enterHall();
  const { page } = visitor;
  const enlarge = () => page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await enlarge();
  await visitor.goToForm('A1');
  expect(await scrollsSideways(page)).toBe(false);
  // The time stays within its ring.
  const [ring, time] = [
    await visitor.countdown.boundingBox(),
    await visitor.countdown.locator('.time').boundingBox(),
  ];
  expect(time?.width).toBeLessThan((ring?.width ?? 0) * 0.8);
  await visitor.submit.scrollIntoViewIfNeeded();
  await expect(visitor.submit).toBeInViewport({ ratio: 1 });

  await page.goBack();
  await expect(visitor.holdBar).toBeVisible();
  expect(await scrollsSideways(page)).toBe(false);
  await expect(page.getByTestId('continue')).toBeInViewport({ ratio: 1 });
});

test('the form on a phone says what is being booked, where and when', async ({ newVisitor }) => {
  const viewport = { width: 360, height: 640 };
  const visitor = await (await newVisitor({ viewport, locale: 'ko-KR' })).enterHall();
  await visitor.goToForm('A1');
  const summary = visitor.page.getByTestId('summary');
  for (const words of ['첫눈 오는 밤', '자리 소극장', '오후 7:30']) {
    await expect(summary.getByText(words)).toBeInViewport({ ratio: 1 });
  }
  await expect(summary).not.toContainText('First Snow');
});

test('several seats on the form stand side by side', async ({ newVisitor }) => {
  const viewport = { width: 360, height: 740 };
  const visitor = await (await newVisitor({ viewport })).enterHall();
  await visitor.several.focus();
  await visitor.page.keyboard.press('Space');
  for (const label of ['A1', 'A2', 'A3', 'B1']) {
    await visitor.choose(label);
    await visitor.expectSeat(label, 'mine');
    await expect(visitor.seat(label)).toHaveAttribute('aria-busy', 'false');
  }
  await visitor.page.getByTestId('continue').click();
  await visitor.expectForm();
  const tops = await visitor.page
    .getByTestId('summary')
    .locator('svg.seat')
    .evaluateAll((seats) => seats.map((seat) => Math.round(seat.getBoundingClientRect().top)));
  expect(tops).toHaveLength(4);
  expect(new Set(tops).size).toBe(1);
});

test('toasts leave the header and its switches free', async ({ theatre, newVisitor }) => {
  await theatre.holdFor('someone', 1);
  const viewport = { width: 360, height: 640 };
  const visitor = await (await newVisitor({ viewport, locale: 'en-GB' })).enterHall();
  // Said to be disabled, and answers all the same.
  await visitor.seat('A1').click({ force: true });
  await expect(visitor.toast).toBeVisible();
  const toast = await visitor.toast.boundingBox();
  const header = await visitor.page.getByRole('banner').boundingBox();
  const title = await visitor.page.getByRole('heading', { level: 1 }).boundingBox();
  for (const box of [header, title])
    expect(toast?.y).toBeGreaterThanOrEqual((box?.y ?? 0) + (box?.height ?? 0));
});
