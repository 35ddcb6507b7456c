import type { Page } from '@playwright/test';
import { enterConsole } from './support/console.ts';
import { expect, test } from './support/test.ts';

declare global {
  interface Window {
    readonly tellViolation: (what: string) => void;
  }
}

/** Everything that the page's policy has forbidden it, from its first moment on. */
async function watchViolations(page: Page): Promise<string[]> {
  const seen: string[] = [];
  await page.exposeFunction('tellViolation', (what: string) => void seen.push(what));
  await page.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sample, documentURI }) =>
        window.tellViolation([documentURI, violatedDirective, blockedURI, sample].join(' ')),
    );
  });
  return seen;
}

/** What a page was given to keep: the header's policy, and the one that stands in the page. */
async function policiesOf(page: Page, address: string): Promise<string> {
  const answer = await page.goto(address);
  const inPage = page.locator('meta[http-equiv="content-security-policy" i]');
  const own = (await inPage.count()) > 0 ? await inPage.first().getAttribute('content') : '';
  return `${answer?.headers()['content-security-policy'] ?? ''}; ${own ?? ''}`;
}

test('no page does what its policy forbids, and no policy allows what stands in the page by chance', async ({
  theatre,
  newVisitor,
}) => {
  const { page } = await newVisitor();
  const violations = await watchViolations(page);
  const { url } = theatre;
  const person = theatre.person('watched');
  const { id } = (await person.confirm(undefined, [1])).body.reservation;

  for (const [path, sign] of [
    ['/', 'main'],
    ['/events/default', 'main'],
    [`/reservations/${id}`, 'main'],
    ['/tickets', 'main'],
    ['/docs', '.opblock'],
  ] as const) {
    const policies = await policiesOf(page, url + path);
    expect(policies, path).toMatch(/script-src|default-src/);
    // Neither word may stand alone; `unsafe-hashes` names what it allows.
    expect(policies, path).not.toMatch(/'unsafe-(inline|eval)'/);
    expect(policies, path).toContain("frame-ancestors 'none'");
    await expect(page.locator(sign).first()).toBeVisible();
  }
  // Swagger UI shows most only when it is opened.
  await page.locator('.opblock-summary').first().click();
  await expect(page.locator('.opblock-body').first()).toBeVisible();

  for (const path of ['/admin', '/admin/events/default', '/admin/plans', '/door/default']) {
    await enterConsole(page, url, path);
    await expect(page.locator('main').first()).toBeVisible();
  }
  expect(violations).toEqual([]);
});
