import { en } from '../src/lib/i18n/en.ts';
import { RESERVATIONS } from './support/network.ts';
import { expect, test } from './support/test.ts';
import { answerWithFailure } from './support/walk.ts';

test('back from the form the focus is at the seat that was chosen', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('B2');
  await visitor.page.goBack();
  await visitor.expectHall();
  await expect(visitor.seat('B2')).toBeFocused();
});

test('while a failure asks for another try, that is the only loud button', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.page.route(RESERVATIONS, answerWithFailure);
  await visitor.goToForm('A1');
  await visitor.fillIn();
  await visitor.submit.click();
  await expect(visitor.retry).toBeVisible();
  await expect(visitor.page.locator('main .button:not(.quiet)')).toHaveCount(1);
  await expect(visitor.retry).not.toHaveClass(/quiet/);
});

test('a number typed before the formats were there is formatted when they come', async ({ newVisitor }) => {
  const visitor = await newVisitor();
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  // The formats are the largest script there is, so they are known by what is in them.
  await visitor.page.route(/\/_app\/immutable\/chunks\/.*\.js$/, async (route) => {
    const answer = await route.fetch();
    if ((await answer.text()).includes('isNonGeographicCallingCode')) await released;
    await route.fulfill({ response: answer }).catch(() => undefined);
  });
  await visitor.enterHall();
  await visitor.goToForm('A1');
  await visitor.phone.pressSequentially('01012345678');
  await expect(visitor.phone).toHaveValue('01012345678');
  release();
  await expect(visitor.phone).toHaveValue('010-1234-5678');
});

test('a landline number is not taken for a mobile', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('A1');
  await visitor.fillIn({ name: 'Kim', phone: '02-312-3456' });
  await visitor.submit.click();
  await expect(visitor.page.getByTestId('phone-fault')).toHaveText(en.reserve.phoneWrong);
});

test('an address that is no page says so, to people and to machines', async ({ theatre, newVisitor }) => {
  const visitor = await newVisitor();
  for (const [path, words] of [
    ['/no/such/page', en.problem.pageNotFound],
    ['/events/no-such-event', en.problem.eventNotFound],
  ] as const) {
    const answer = await visitor.page.goto(theatre.url + path);
    expect([path, answer?.status()]).toEqual([path, 404]);
    await expect(visitor.page.getByRole('heading', { level: 1 })).toHaveText(words);
  }
});

test('without scripts there are words, and nothing that seems to load', async ({ theatre, newVisitor }) => {
  const visitor = await newVisitor({ javaScriptEnabled: false });
  for (const path of ['/', '/events/default/reserve']) {
    await visitor.page.goto(theatre.url + path);
    const words = visitor.page.locator('.without-scripts p');
    await expect(words).toHaveCount(2);
    await expect(words.last()).toBeVisible();
    await expect(
      visitor.page.locator('[aria-busy="true"], .skeleton, .spinner, .dot').filter({ visible: true }),
    ).toHaveCount(0);
  }
});

test('in forced colours the switch tells on from off, buttons have an edge, and live is a full dot', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor({ forcedColors: 'active' })).enterHall();
  const { page } = visitor;
  const track = page.locator('.track');
  const fill = () => track.evaluate((element) => getComputedStyle(element).backgroundColor);
  const off = await fill();
  await visitor.several.focus();
  await page.keyboard.press('Space');
  await expect.poll(fill).not.toBe(off);
  await visitor.choose('A1');
  await visitor.expectSeat('A1', 'mine');
  const edge = await page
    .getByTestId('continue')
    .evaluate((element) => Number.parseFloat(getComputedStyle(element).borderTopWidth));
  expect(edge).toBeGreaterThan(0);
  const [dot, paper] = await visitor.connection
    .locator('.dot')
    .evaluate((element) => [
      getComputedStyle(element).backgroundColor,
      getComputedStyle(document.body).backgroundColor,
    ]);
  expect(dot).not.toBe(paper);
});
