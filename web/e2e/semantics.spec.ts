import { en } from '../src/lib/i18n/en.ts';
import { RESERVATIONS } from './support/network.ts';
import { answerWithFailure } from './support/walk.ts';
import { expect, test } from './support/test.ts';

test('a seat that someone else takes is announced politely, and so is one that comes back', async ({
  theatre,
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await expect(visitor.announcer).toHaveAttribute('aria-live', 'polite');
  await expect(visitor.announcer).toBeEmpty();

  const someone = await theatre.holdFor('someone', 5);
  await expect(visitor.announcer).toHaveText(en.hall.taken(['B2']));

  await someone.send('DELETE', '/events/default/hold');
  await expect(visitor.announcer).toHaveText(en.hall.freed(['B2']));
});

test('my own choice is not announced as another’s', async ({ theatre, newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('A1');
  await visitor.page.goBack();
  await visitor.expectHall();

  // What is said next is about the other seat only.
  await theatre.holdFor('someone', 5);
  await expect(visitor.announcer).toHaveText(en.hall.taken(['B2']));
});

test('the hall is a grid whose seats say their name and state', async ({ theatre, newVisitor }) => {
  await theatre.holdFor('someone', 2);
  const visitor = await (await newVisitor()).enterHall();
  const grid = visitor.page.getByRole('grid', { name: en.hall.grid });

  await expect(grid.getByRole('row')).toHaveCount(3);
  await expect(grid.getByRole('gridcell')).toHaveCount(9);
  const name = (label: string, state: keyof typeof en.hall.seat) => `${label}, ${en.hall.seat[state]}`;
  await expect(grid.getByRole('button', { name: name('A1', 'available') })).toBeEnabled();
  await expect(grid.getByRole('button', { name: name('A2', 'held') })).toBeDisabled();
  // One stop for Tab, however large the hall.
  await expect(grid.locator('button[tabindex="0"]')).toHaveCount(1);

  await visitor.goToForm('A1');
  await visitor.page.goBack();
  await expect(grid.getByRole('button', { name: name('A1', 'mine') })).toBeVisible();
});

test('the form’s fields have names, their faults belong to them, and the countdown is a timer', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('A1');
  const { page } = visitor;

  await expect(page.getByLabel(en.reserve.name, { exact: true })).toHaveAttribute('autocomplete', 'name');
  await expect(page.getByLabel(en.reserve.phone)).toHaveAttribute('autocomplete', 'tel');
  await expect(page.getByRole('timer')).toHaveAccessibleName(
    new RegExp(`^${en.reserve.countdown} \\d:\\d\\d$`),
  );

  await visitor.submit.click();
  await expect(visitor.name).toHaveAttribute('aria-invalid', 'true');
  await expect(visitor.name).toHaveAccessibleDescription(en.reserve.nameMissing);
  await expect(visitor.phone).toHaveAccessibleDescription(new RegExp(en.reserve.phoneMissing));
});

test('a failure is an alert, and the focus goes to what it says', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.page.route(RESERVATIONS, answerWithFailure);
  await visitor.goToForm('A1');
  await visitor.fillIn();
  await visitor.submit.click();

  await expect(visitor.page.getByRole('alert')).toBeVisible();
  await expect(visitor.failure.getByRole('heading')).toBeFocused();
});

test('every page has a title and one heading of the first rank that says where one is', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  const { page } = visitor;
  const titles = new Set<string>();
  const look = async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    titles.add(await page.title());
  };
  await look();
  await visitor.goToForm('A1');
  await look();
  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('A1');
  await look();
  expect(titles.size).toBe(3);
});
