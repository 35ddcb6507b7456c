import AxeBuilder from '@axe-core/playwright';
import type { OrganiserWithToken, Role } from '@jari/contract';
import type { Page } from '@playwright/test';
import { expect } from './expect.ts';
import { ADMIN_TOKEN } from './theatre.ts';

/** Opens a page of the console as somebody who has signed in before: the owner, if nobody else is named. */
export async function enterConsole(
  page: Page,
  url: string,
  path: string,
  token = ADMIN_TOKEN,
): Promise<void> {
  const answer = await page.request.post(`${url}/api/v1/admin/session`, { data: { token } });
  expect(answer.status()).toBe(200);
  await page.goto(url + path);
}

/** The owner makes somebody an organiser. Gives their token. */
export async function newOrganiser(url: string, name: string, role: Role): Promise<string> {
  const answer = await fetch(`${url}/api/v1/admin/organisers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, role }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as OrganiserWithToken).token;
}

/** Axe finds nothing to object to on the page as it is now. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
  }));
  expect.soft(found, screen).toEqual([]);
}
