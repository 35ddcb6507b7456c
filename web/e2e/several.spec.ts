import { en } from '../src/lib/i18n/en.ts';
import { expect, test, type Visitor } from './support/test.ts';

async function chooseThree(visitor: Visitor): Promise<void> {
  await visitor.several.focus();
  await visitor.page.keyboard.press('Space');
  for (const label of ['A1', 'A2', 'A3']) {
    await visitor.choose(label);
    await expect(visitor.seat(label)).toHaveAttribute('aria-busy', 'false');
    await visitor.expectSeat(label, 'mine');
  }
}

for (const way of ['back from the form', 'after a refresh'] as const) {
  test(`several chosen seats stay chosen ${way}: the next tap adds one`, async ({ newVisitor }) => {
    const visitor = await (await newVisitor()).enterHall();
    await chooseThree(visitor);
    if (way === 'back from the form') {
      await visitor.page.getByTestId('continue').click();
      await visitor.expectForm();
      await visitor.page.goBack();
    } else {
      await visitor.page.reload();
      await visitor.expectConnection('live');
    }

    await expect(visitor.several).toBeChecked();
    await visitor.choose('B2');
    await expect.poll(async () => (await visitor.myHold())?.seat_ids).toEqual([1, 2, 3, 5]);
    // A second tap takes it out again, and only it.
    await visitor.choose('B2');
    await expect.poll(async () => (await visitor.myHold())?.seat_ids).toEqual([1, 2, 3]);
    await visitor.expectHall();
  });
}

test('a tap that drops several seats can be undone', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await chooseThree(visitor);
  await visitor.several.focus();
  await visitor.page.keyboard.press('Space');
  await expect(visitor.several).not.toBeChecked();

  await visitor.choose('B2');
  await expect.poll(async () => (await visitor.myHold())?.seat_ids).toEqual([5]);
  await visitor.page.getByRole('button', { name: en.hold.undo('A1, A2, A3') }).click();

  await expect.poll(async () => (await visitor.myHold())?.seat_ids).toEqual([1, 2, 3]);
  await visitor.expectSeat('B2', 'available');
  await visitor.expectHall();
});

test('several seats that were given back by one press can be had back', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await chooseThree(visitor);
  await visitor.page.getByTestId('give-back').click();
  await expect(visitor.holdBar).toBeHidden();

  await visitor.page.getByTestId('toast-action').click();

  await expect(visitor.holdBar).toContainText('A1, A2, A3');
  await expect(visitor.several).toBeChecked();
});

test('that a full hall may empty is said while somebody is choosing, and not when all is reserved', async ({
  theatre,
  newVisitor,
}) => {
  const people = await theatre.fillUp();
  const visitor = await (await newVisitor()).enterHall();
  const soldOut = visitor.page.getByTestId('sold-out');
  await expect(soldOut).toContainText(en.hall.soldOutAdvice);

  for (const person of people) {
    const { status } = await person.send('POST', '/events/default/reservations', {
      user_name: 'Somebody',
      phone: '010-1234-5678',
    });
    expect(status).toBe(201);
  }
  await expect(soldOut).toContainText(en.hall.allReserved);
  await expect(soldOut).not.toContainText(en.hall.soldOutAdvice);
});
