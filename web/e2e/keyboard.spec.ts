import type { Locator } from '@playwright/test';
import { expect, SOMEONE, test, type Visitor } from './support/test.ts';

const STOPS_MAX = 20;

/** Presses Tab until this has the focus; fails when it is not among the next stops. */
async function tabTo({ page }: Visitor, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target, `within ${STOPS_MAX} stops`).toBeFocused({ timeout: 1 });
}

/** That a person can see where the focus is. */
async function expectVisibleFocus(target: Locator): Promise<void> {
  await expect(target).toBeFocused();
  const outline = await target.evaluate((element) => {
    const style = getComputedStyle(element);
    return { style: style.outlineStyle, width: Number.parseFloat(style.outlineWidth) };
  });
  expect(outline.style).not.toBe('none');
  expect(outline.width).toBeGreaterThanOrEqual(2);
}

test('with the keyboard alone one gets from the hall to the ticket', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  const { keyboard } = visitor.page;

  await tabTo(visitor, visitor.seat('A1'));
  await keyboard.press('ArrowRight');
  await expectVisibleFocus(visitor.seat('A2'));
  await keyboard.press('ArrowDown');
  await expectVisibleFocus(visitor.seat('B2'));
  await keyboard.press('Enter');
  await visitor.expectForm();

  await tabTo(visitor, visitor.name);
  await expectVisibleFocus(visitor.name);
  await keyboard.type(SOMEONE.name);
  await tabTo(visitor, visitor.phone);
  await keyboard.type('01012345678');
  await expect(visitor.phone).toHaveValue(SOMEONE.phone);
  await tabTo(visitor, visitor.submit);
  await expectVisibleFocus(visitor.submit);
  await keyboard.press('Enter');

  await visitor.expectTicket('B2');
});

test('with the keyboard alone one changes one’s mind: cancels a ticket, after being asked', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  const { keyboard } = visitor.page;
  await visitor.reserve('A1');
  const cancel = visitor.page.getByTestId('cancel');
  const dialog = visitor.page.getByTestId('cancel-dialog');

  await tabTo(visitor, cancel);
  await keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  // Enter in haste keeps the ticket, and the focus comes back to where it was.
  await keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await visitor.expectTicket('A1');
  await expect(cancel).toBeFocused();

  await keyboard.press('Enter');
  await tabTo(visitor, visitor.page.getByTestId('cancel-confirm'));
  await keyboard.press('Enter');
  await expect(visitor.page.getByTestId('ticket')).toHaveAttribute('data-status', 'cancelled');
});

test('the arrow keys stay in the hall, Home and End go to the ends of a row, and Tab leaves it', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  const { keyboard } = visitor.page;
  await visitor.seat('B2').focus();

  await keyboard.press('Home');
  await expect(visitor.seat('B1')).toBeFocused();
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowUp');
  await expect(visitor.seat('A1')).toBeFocused();
  await keyboard.press('End');
  await keyboard.press('ArrowDown');
  await expect(visitor.seat('B3')).toBeFocused();
  await keyboard.press('Shift+Tab');
  await expect(visitor.page.locator('[data-testid^="seat-"]:focus')).toHaveCount(0);
  await keyboard.press('Tab');
  await expect(visitor.seat('B3')).toBeFocused();
});

test('a seat that someone takes while it has the focus keeps the focus', async ({ theatre, newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.seat('B2').focus();

  await theatre.holdFor('someone', 5);

  await visitor.expectSeat('B2', 'held');
  await expect(visitor.seat('B2')).toBeFocused();
  await visitor.page.keyboard.press('ArrowRight');
  await expect(visitor.seat('B3')).toBeFocused();
});

test('the first stop leads past the header to the content', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.page.keyboard.press('Tab');
  const skip = visitor.page.locator('a.skip');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await visitor.page.keyboard.press('Enter');
  await expect(visitor.page.locator('main')).toBeFocused();
});
