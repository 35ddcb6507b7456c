import { enterConsole, expectAccessible } from './support/console.ts';
import { expect, test } from './support/test.ts';

test('the owner makes a key and a webhook, sees them once, and sees what was sent', async ({
  theatre,
  newVisitor,
}) => {
  const { page } = await newVisitor({ locale: 'en-GB', reducedMotion: 'reduce' });
  await enterConsole(page, theatre.url, '/admin/integrations');
  const keys = page.getByTestId('add-key');
  await keys.getByRole('button').click();
  await expect(page.getByTestId('key-name-fault')).toBeVisible();
  await keys.getByLabel('Name of the shop').fill('Corner shop');
  await keys.getByRole('button').click();
  await expect(page.getByTestId('new-secret')).toHaveText(/^jari_sk_/);
  await expectAccessible(page, 'the key, this once');
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByTestId('key-Corner shop')).toContainText('Not used yet');

  const webhooks = page.getByTestId('add-webhook');
  await webhooks.getByLabel('Address').fill('http://shop.example/');
  await webhooks.getByRole('button').click();
  await expect(page.getByTestId('webhook-url-fault')).toBeVisible();
  await webhooks.getByLabel('Address').fill('https://shop.invalid/hooks');
  await webhooks.getByRole('button').click();
  await expect(page.getByTestId('new-secret')).toHaveText(/^whsec_/);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByText('https://shop.invalid/hooks')).toBeVisible();
  await (await theatre.holdFor('ann', 1)).confirm();
  await page.getByRole('button', { name: 'Deliveries' }).click();
  const sent = page.getByTestId('deliveries');
  await expect(async () => {
    await sent.getByRole('button', { name: 'Refresh' }).click();
    await expect(sent.getByText('reservations · default')).toBeVisible({ timeout: 500 });
  }).toPass();
  await sent.getByText('reservations · default').click();
  await expectAccessible(page, 'keys, webhooks and deliveries');

  await page.getByRole('button', { name: 'Revoke the key of Corner shop' }).click();
  await page.getByTestId('confirm').click();
  await expect(page.getByTestId('key-Corner shop')).toContainText('Revoked');
});
