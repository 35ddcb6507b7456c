import { en } from '../src/lib/i18n/en.ts';
import { expect, test } from './support/test.ts';

test('an open second tab is told that the seat chosen in the first stands there, too', async ({
  newVisitor,
  newTab,
}) => {
  const first = await (await newVisitor()).enterHall();
  const second = await (await newTab(first)).enterHall();

  await first.goToForm('A1');

  await expect(second.toast).toContainText(en.tabs.held('A1'));
  await second.expectSeat('A1', 'mine');
  await expect(second.holdBar).toContainText(en.hold.stillYours);
});

test('a tab opened later shows the place and can finish what the first began', async ({
  newVisitor,
  newTab,
}) => {
  const first = await (await newVisitor()).enterHall();
  await first.goToForm('A1');

  const second = await (await newTab(first)).enterHall();
  await second.expectSeat('A1', 'mine');
  await expect(second.holdBar).toContainText(en.hold.stillYours);
  await second.page.getByTestId('continue').click();
  await second.expectForm();
  await second.fillIn();
  await second.submit.click();
  await second.expectTicket('A1');

  // The first tab's form has nothing left to send, and says where the ticket is.
  await first.page.getByTestId('see-ticket').click();
  await first.expectTicket('A1');
  expect(await first.myReservations()).toHaveLength(1);
});

test('a seat given back in one tab is not mine in the other', async ({ newVisitor, newTab }) => {
  const first = await (await newVisitor()).enterHall();
  await first.goToForm('A1');
  const second = await (await newTab(first)).enterHall();
  await second.page.getByTestId('give-back').click();
  await second.expectSeat('A1', 'available');

  await expect(first.countdown).toBeHidden();
  await first.page.goBack();
  await first.expectSeat('A1', 'available');
});
