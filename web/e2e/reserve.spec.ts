import { expect, SOMEONE, test } from './support/test.ts';

test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

test('a visitor with a phone goes from the hall over the form to the ticket', async ({
  theatre,
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.expectFree(9);

  await visitor.seat('B2').tap();
  await visitor.expectForm();
  await visitor.fillIn();
  await visitor.submit.tap();

  await visitor.expectTicket('B2');
  await expect(visitor.page.getByTestId('ticket-name')).toHaveText(SOMEONE.name);
  const [reservation] = await visitor.myReservations();
  await expect(visitor.ticketCode).toHaveText(reservation?.code ?? 'a reservation');
  expect(reservation?.phone).toBe('+821012345678');
  expect(await theatre.stateOf('B2')).toBe('reserved');
});

test('the ticket is still there after a refresh, and back leads to the hall, not to the form', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.reserve('A1');

  await visitor.page.reload();
  await visitor.expectTicket('A1');

  await visitor.page.goBack();
  await visitor.expectHall();
  await visitor.expectSeat('A1', 'mine-reserved');
  await visitor.expectFree(8);
  await visitor.seat('A1').tap();
  await visitor.expectTicket('A1');
});

test('what is missing in the form is said at the field, and nothing is sent', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('A1');

  await visitor.submit.tap();

  await expect(visitor.page.getByTestId('name-fault')).toBeVisible();
  await expect(visitor.page.getByTestId('phone-fault')).toBeVisible();
  await expect(visitor.name).toBeFocused();
  expect(await visitor.myReservations()).toEqual([]);
});

test('a number that only the server knows to be wrong is said at the field, and the hold is kept', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('A1');
  await visitor.fillIn({ ...SOMEONE, phone: '999999999' });

  await visitor.submit.tap();

  await expect(visitor.page.getByTestId('phone-fault')).toBeVisible();
  await expect(visitor.page.getByTestId('name-fault')).toBeHidden();
  await visitor.phone.fill(SOMEONE.phone);
  await visitor.submit.tap();
  await visitor.expectTicket('A1');
});
