import { eventFormWords } from '../src/lib/admin/words/event-form.ts';
import { shellWords } from '../src/lib/admin/words/shell.ts';
import { enterConsole, expectAccessible, newOrganiser } from './support/console.ts';
import { expect, test } from './support/test.ts';
import { ADMIN_TOKEN } from './support/theatre.ts';

const t = shellWords.en;

test('the owner signs in at the address they wanted, and creates an event', async ({
  theatre,
  newVisitor,
}) => {
  const { page } = await newVisitor({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(`${theatre.url}/admin/events/new`);
  await expect(page.getByTestId('sign-in')).toBeVisible();
  await expectAccessible(page, 'sign-in');
  await page.getByLabel(t.signIn.token, { exact: true }).fill('not the token');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(t.signIn.wrong);
  await page.getByLabel(t.signIn.token, { exact: true }).fill(ADMIN_TOKEN);
  await page.keyboard.press('Enter');

  const form = eventFormWords.en;
  await expect(page).toHaveURL(/\/admin\/events\/new$/);
  await page.getByTestId('save').click();
  await expect(page.getByLabel(form.texts.titleKo)).toBeFocused();
  await expectAccessible(page, 'a new event with faults');

  await page.getByLabel(form.texts.titleEn).fill('The Tempest');
  await page.getByLabel(form.texts.venueEn).fill('Jari Little Theatre');
  await page.getByLabel(form.times.startsAt).fill('2031-06-21T19:30');
  await page.getByRole('radio', { name: form.hall.grid }).check();
  await page.getByLabel(form.prices.standard).fill('55,000');
  // Nothing is lost on the way.
  await page.reload();
  await expect(page.getByTestId('restored')).toBeVisible();
  await expect(page.getByTestId('total')).toContainText('11,000,000');
  await page.getByTestId('save').click();

  await expect(page).toHaveURL(/\/admin\/events\/the-tempest\/settings$/);
  await expect(page.getByTestId('event-tabs')).toBeVisible();
  const { body } = await theatre.person('somebody').send('GET', '/events/the-tempest');
  expect(body).toMatchObject({
    title: 'The Tempest',
    starts_at: '2031-06-21T10:30:00.000Z',
    prices: { standard: 55_000 },
    sale: 'open',
  });

  await page.getByTestId('sale-paused').click();
  await page.getByTestId('sale-confirm').click();
  await expect(page.getByTestId('sale-state')).toHaveAttribute('data-state', 'paused');
  await expectAccessible(page, 'settings of an event');
  await page.getByTestId('event-tabs').getByRole('link', { name: t.tabs.rehearsal }).click();
  await expect(page.getByTestId('rehearsal-form')).toBeVisible();
  await expectAccessible(page, 'the rehearsal of an event');
});

test('whoever types loses nothing when their session ends, nor when somebody else saves the same event first', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.putEvent('dream', {});
  const { page } = await newVisitor();
  await enterConsole(page, theatre.url, '/admin/events/dream/settings');
  await page.getByLabel(eventFormWords.en.rules.holdTtlSeconds).fill('90');
  await page.context().clearCookies();
  await page.getByTestId('save').click();
  const dialog = page.getByTestId('sign-in-again');
  await expect(dialog).toBeVisible();
  // Who does not sign in now still has the page, and does so later.
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel(eventFormWords.en.rules.holdTtlSeconds)).toHaveValue('90');
  await page.getByRole('button', { name: t.signIn.interrupted }).click();
  const signIn = async () => {
    await dialog.getByLabel(t.signIn.token, { exact: true }).fill(ADMIN_TOKEN);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
  };
  await signIn();
  await page.context().clearCookies();
  await page.getByTestId('save').click();
  await signIn();
  await expect(page.getByTestId('toast').filter({ hasText: eventFormWords.en.saved })).toBeVisible();

  // Somebody else is quicker: nothing that was typed is lost, and nothing of theirs is taken back.
  await theatre.putEvent('dream', {}, { rules: { hold_ttl_seconds: 300, max_seats_per_user: 7 } });
  await page.getByLabel(eventFormWords.en.rules.holdTtlSeconds).fill('95');
  await page.getByTestId('save').click();
  const band = page.getByTestId('changed-meanwhile');
  await expect(band).toBeFocused();
  await expect(band.getByRole('listitem')).toHaveCount(2);
  await expect(band).toContainText('300');
  await expectAccessible(page, 'an event that somebody else has changed');
  await page.getByTestId('save').click();
  await expect(band).toBeHidden();
  const { body } = await theatre.person('somebody').send('GET', '/events/dream');
  expect(body).toMatchObject({ rules: { hold_ttl_seconds: 95, max_seats_per_user: 7 } });
});

test('a person of the desk comes by a link, sees nothing that is the owner’s, and leaves', async ({
  theatre,
  newVisitor,
}) => {
  const token = await newOrganiser(theatre.url, 'front-desk', 'desk');
  const { page } = await newVisitor({
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 844 },
  });
  await page.goto(`${theatre.url}/admin#token=${token}`);
  await expect(page.getByTestId('console-event-default')).toBeVisible();
  // The token is not in the address any more, nor in the history.
  await expect(page).toHaveURL(/\/admin$/);
  await expectAccessible(page, 'events');
  await expect(page.getByTestId('nav-organisers')).toHaveCount(0);
  await expect(page.getByTestId('new-event')).toHaveCount(0);
  await page.goto(`${theatre.url}/admin/organisers`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.notAllowed);
  const answer = await page.request.get(`${theatre.url}/api/v1/admin/organisers`);
  expect(answer.status()).toBe(403);

  await page.getByTestId('account').click();
  await page.getByTestId('sign-out').click();
  await expect(page.getByTestId('sign-in')).toBeVisible();
  expect((await page.request.get(`${theatre.url}/api/v1/admin/session`)).status()).toBe(401);
});

test('the owner makes somebody a token, and finds it in the trail', async ({ theatre, newVisitor }) => {
  const { page } = await newVisitor({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await enterConsole(page, theatre.url, '/admin/organisers');
  const form = page.getByTestId('add-organiser');
  await form.getByRole('textbox').fill('minji');
  await form.getByRole('button').click();
  const token = await page.getByTestId('new-token').innerText();
  await expectAccessible(page, 'a new token');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('organiser-minji')).toBeVisible();
  const known = await page.request.get(`${theatre.url}/api/v1/admin/session`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await known.json()).toMatchObject({ name: 'minji', role: 'desk' });
  await page.getByTestId('nav-trail').click();
  await expect(page.getByTestId('trail-entry').first()).toContainText('minji');
  await expectAccessible(page, 'trail');
});
