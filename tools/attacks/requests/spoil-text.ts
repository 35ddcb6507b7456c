import { gzipSync } from 'node:zlib';
import type { Draw } from './draw.ts';
import { contentTypes, poisonedMembers } from './nasty.ts';

export interface SpoiledText {
  readonly body: string | Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly story: string;
}

type Way = (text: string, draw: Draw) => SpoiledText;
const JSON_TYPE = { 'content-type': 'application/json' };
const as = (
  body: string | Buffer | undefined,
  story: string,
  headers: Record<string, string> = JSON_TYPE,
) => ({
  body,
  headers,
  story,
});

/** What a member would have to be doubled for: an object of at least one. */
function doubled(text: string): string {
  return text.startsWith('{') && text.length > 2 ? `${text.slice(0, -1)},${text.slice(1)}` : `${text}${text}`;
}

const ways: readonly Way[] = [
  (text, draw) => as(text.slice(0, draw.below(text.length + 1)), 'truncated'),
  (text) => as(doubled(text), 'with every member twice'),
  (text, draw) => as(text.replace(/^\{/, `{${draw.pick(poisonedMembers)},`), 'with a poisoned member'),
  (text) => as(`\uFEFF${text}`, 'after a byte order mark'),
  (text) => as(`${text}\u0000`, 'before a NUL'),
  (text) => as(`${text} trailing`, 'before more text'),
  (text) => as(`${' '.repeat(15_000)}${text}`, 'after many spaces'),
  (text) =>
    as(Buffer.concat([Buffer.from(text), Buffer.from([0xc0, 0xaf, 0xff])]), 'before bytes that are no UTF-8'),
  (text) => as(Buffer.from(text.replace(/[a-z]/, '\u00e9'), 'latin1'), 'in Latin-1'),
  (text) =>
    as(Buffer.from(text, 'utf16le'), 'in UTF-16', { 'content-type': 'application/json; charset=utf-16' }),
  (text) => as(gzipSync(text), 'compressed', { ...JSON_TYPE, 'content-encoding': 'gzip' }),
  (text) => as(text, 'said to be compressed', { ...JSON_TYPE, 'content-encoding': 'br' }),
  (text, draw) => {
    const type = draw.pick(contentTypes);
    return as(text, `as ${type.slice(0, 60)}`, { 'content-type': type });
  },
  (text) => as(text, 'without a content type', {}),
  () => as(undefined, 'without a body'),
  () => as('', 'empty'),
  () =>
    as('user_name=x&phone=1&__proto__=1', 'as a form', {
      'content-type': 'application/x-www-form-urlencoded',
    }),
  (text) => as(`[${text}]`, 'in a list'),
  (text) => as(JSON.stringify(text), 'as a text'),
  () => as('{"a":'.repeat(3_000), 'opened and never closed'),
  () => as(`{"a":"${'x'.repeat(20_000)}"}`, 'larger than is taken'),
  (text) => as(text, 'with a length that is wrong', { ...JSON_TYPE, 'content-length': '1' }),
  (text) => as(text.replaceAll('"', "'"), 'with the wrong quotes'),
];

/** Spoils the bytes of a body rather than what it says. */
export function spoilText(text: string, draw: Draw): SpoiledText {
  return draw.pick(ways)(text, draw);
}
