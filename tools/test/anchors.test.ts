import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { filesEndingIn, root } from './support/source-files.ts';

/** The anchor that GitHub gives a heading: letters, digits, - and _ of any script, blanks as hyphens. */
function slug(heading: string): string {
  return heading
    .replace(/<[^>]+>|[`*]|\]\([^)]*\)|\[/g, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');

function anchorsOf(page: string): Set<string> {
  const text = withoutCode(readFileSync(join(root, page), 'utf8'));
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map((match) => slug(match[1] ?? ''));
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1] ?? '')]);
}

test('links lead to headings that exist', () => {
  const links = filesEndingIn('.md').flatMap(({ path, text }) =>
    [...withoutCode(text).matchAll(/\]\(([^)\s#]*)#([^)\s]+)\)/g)]
      .filter(([, page = '']) => !/^[a-z]+:/.test(page))
      .map(([, page = '', anchor = '']) => ({
        path,
        page: page === '' ? path : join(dirname(path), page),
        anchor: decodeURIComponent(anchor),
      })),
  );
  expect(links.length).toBeGreaterThan(50);
  const broken = links.filter(
    ({ page, anchor }) => existsSync(join(root, page)) && !anchorsOf(page).has(anchor),
  );
  expect(broken).toEqual([]);
});

test('pictures are there', () => {
  // A template's pictures are beside the page that is made of it.
  const pages = filesEndingIn('.md').filter(({ path }) => !path.endsWith('.template.md'));
  const pictures = pages.flatMap(({ path, text }) =>
    [...withoutCode(text).matchAll(/<img src="([^"]+)"/g)].map((match) =>
      join(dirname(path), match[1] ?? ''),
    ),
  );
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.filter((picture) => !existsSync(join(root, picture)))).toEqual([]);
});

test('a heading gets the anchor that GitHub gives it', () => {
  expect(slug('One seat, one owner')).toBe('one-seat-one-owner');
  expect(slug('기술 스택 선택 이유')).toBe('기술-스택-선택-이유');
  expect(slug('`GET /api/v1/seats` · all')).toBe('get-apiv1seats--all');
});
