import { expect, test } from './support/test.ts';

for (const [locale, lang, words] of [
  ['ko-KR', 'ko', '무대'],
  ['en-GB', 'en', 'Stage'],
  ['fr-FR', 'en', 'Stage'],
] as const) {
  test(`a browser in ${locale} is spoken to in ${lang}`, async ({ newVisitor }) => {
    const visitor = await (await newVisitor({ locale })).enterHall();
    await expect(visitor.page.locator('html')).toHaveAttribute('lang', lang);
    await expect(visitor.page.getByText(words, { exact: true })).toBeVisible();
  });
}

test('the language can be switched in place and is remembered on every page', async ({
  newVisitor,
  newTab,
}) => {
  const visitor = await (await newVisitor({ locale: 'ko-KR' })).enterHall();
  const html = visitor.page.locator('html');
  await visitor.goToForm('A1');
  await visitor.name.fill('김하늘');

  await visitor.page.getByTestId('lang-switch').click();
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(visitor.submit).toHaveText('Reserve A1');
  await expect(visitor.name).toHaveValue('김하늘');

  await visitor.page.reload();
  await expect(visitor.submit).toHaveText('Reserve A1');
  await expect(html).toHaveAttribute('lang', 'en');

  const later = await (await newTab(visitor)).enterHall();
  await expect(later.page.locator('html')).toHaveAttribute('lang', 'en');
  await later.page.getByTestId('lang-switch').click();
  await later.page.reload();
  await expect(later.page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(later.page.getByText('무대', { exact: true })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a system in ${colorScheme} gets the ${colorScheme} theme; the other is remembered once chosen`, async ({
    newVisitor,
  }) => {
    const other = colorScheme === 'light' ? 'dark' : 'light';
    const visitor = await (await newVisitor({ colorScheme })).enterHall();
    const html = visitor.page.locator('html');
    const ink = () => visitor.page.locator('body').evaluate((body) => getComputedStyle(body).color);
    await expect(html).toHaveAttribute('data-theme', colorScheme);
    const before = await ink();

    await visitor.page.getByTestId('theme-switch').click();
    await expect(html).toHaveAttribute('data-theme', other);
    await expect.poll(ink).not.toBe(before);

    await visitor.page.reload();
    await expect(html).toHaveAttribute('data-theme', other);
  });
}
