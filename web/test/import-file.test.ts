import { afterEach, expect, it, vi } from 'vitest';
import { importFile } from '#lib/editor/list/import-file.ts';
import { FakeServer } from './support/fake-server.ts';

afterEach(() => void vi.unstubAllGlobals());

const bytes = (...values: readonly number[]) => new Uint8Array(values);
const COLUMN = [...'number,row\n1,'].map((letter) => letter.charCodeAt(0));
const utf16 = (text: string) =>
  [...text].flatMap((letter) => [letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8]);

it.each([
  ['UTF-8', bytes(...COLUMN, 0xea, 0xb0, 0x80)],
  ['EUC-KR, as Korean spreadsheets write it', bytes(...COLUMN, 0xb0, 0xa1)],
  ['UTF-16, as Excel calls it Unicode', bytes(0xff, 0xfe, ...utf16('number,row\n1,가'))],
])('a table is read in %s', async (_what, content) => {
  const server = new FakeServer().on(/POST/, () => [201, { plan: { id: 'p' } }]);
  expect(await importFile(new File([content], '대극장.v2.csv'))).toMatchObject({ ok: true });
  const [{ path, type, body } = { path: '', type: '', body: '' }] = server.asked;
  expect([path, type]).toEqual([`/admin/plans?name=${encodeURIComponent('대극장.v2')}`, 'text/csv']);
  expect(String(body).replace(/^\uFEFF/, '')).toBe('number,row\n1,가');
});

it('a plan is sent as it is, by its own name', async () => {
  const server = new FakeServer().on(/POST/, () => [201, { plan: { id: 'p' } }]);
  await importFile(new File(['{"format":"jari-plan"}'], 'hall.json'));
  expect(server.asked).toMatchObject([
    { path: '/admin/plans', type: 'application/json', body: { format: 'jari-plan' } },
  ]);
});

it('a file that another program has locked is not sent, and says so', async () => {
  const server = new FakeServer().on(/POST/, () => [201, { plan: { id: 'p' } }]);
  const locked = new File(['number'], 'hall.csv');
  locked.arrayBuffer = () => Promise.reject(new DOMException('locked', 'NotReadableError'));
  expect([await importFile(locked), server.asked]).toEqual(['unreadable', []]);
});

it('a table of a very long name is sent with the beginning of it, and no sign is cut in two', async () => {
  const server = new FakeServer().on(/POST/, () => [201, { plan: { id: 'p' } }]);
  await importFile(new File(['number'], `${'x'.repeat(199)}😀😀.csv`));
  expect(server.asked[0]?.path).toBe(`/admin/plans?name=${'x'.repeat(199)}${encodeURIComponent('😀')}`);
});
