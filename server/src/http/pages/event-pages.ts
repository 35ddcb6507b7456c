import type { Language } from '@jari/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { BoxOffices } from '../../box-office/box-offices.ts';
import type { Event } from '../../domain/event.ts';
import { encodingFor } from '../encoding.ts';
import { DEFAULT_EVENT } from '../event-office.ts';
import { aboutEvent, canBeFilled, fillIn } from './about.ts';

/** Pages that are kept written: each event in both languages, at the few addresses a site has. */
const KEPT_MAX = 200;
const EVENT_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
/** A host and its port, as far as one is worth repeating. */
const HOST = /^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?$/;

interface Page {
  /** A weak one, for it is the same in every encoding. */
  readonly etag: string;
  readonly plain: Buffer;
  readonly br: Buffer;
  readonly gzip: Buffer;
}

/**
 * `/` and `/events/{event}` with what they are about in their HTML. The app itself is static and would say it only
 * to those who run it. Everything else about these pages, and every page whose event can't be had, is left to the
 * web app's own files.
 */
export function addEventPages(
  web: FastifyInstance,
  folder: string,
  offices: Pick<BoxOffices, 'get'>,
  timeZone: string,
): void {
  const hall = readTemplate(join(folder, 'index.html'));
  const other = readTemplate(join(folder, '200.html'));
  const kept = new Map<string, { readonly event: Event; readonly page: Page }>();

  const pageFor = async (
    request: FastifyRequest,
    eventId: string,
    template: string | undefined,
  ): Promise<Page | undefined> => {
    if (template === undefined || !EVENT_ID.test(eventId) || !mayBePage(request)) return undefined;
    const event = await eventOf(offices, eventId);
    if (event === undefined) return undefined;
    const language = languageOf(request);
    const origin = originOf(request);
    const isHall = template === hall;
    const key = JSON.stringify([isHall, eventId, language, origin]);
    const found = kept.get(key);
    // Not by its version: a ledger that has gone back may have another event as of the same.
    if (found?.event === event) return found.page;
    const page = write(fillIn(template, aboutEvent(event, timeZone, language, origin)));
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(key, { event, page });
    return page;
  };

  web.get<{ Querystring: { event?: unknown } }>('/', { schema: { hide: true } }, async (request, reply) => {
    const { event } = request.query;
    const eventId = typeof event === 'string' ? event : DEFAULT_EVENT;
    const page = await pageFor(request, eventId, hall);
    return page === undefined ? reply.sendFile('index.html') : sendPage(request, reply, page);
  });
  web.get<{ Params: { event: string } }>(
    '/events/:event',
    { schema: { hide: true } },
    async (request, reply) => {
      const page = await pageFor(request, request.params.event, other);
      if (page !== undefined) return sendPage(request, reply, page);
      reply.callNotFound();
      return reply;
    },
  );
}

async function eventOf(offices: Pick<BoxOffices, 'get'>, eventId: string): Promise<Event | undefined> {
  try {
    const event = (await offices.get(eventId))?.seatMap.event;
    // Nobody is to come across a rehearsal by a search or a preview.
    return event?.rules.isRehearsal === true ? undefined : event;
  } catch {
    // The app says in its own words that the box office can't be reached.
    return undefined;
  }
}

/** Undefined when there is no such file, or nothing in it to fill in. */
function readTemplate(path: string): string | undefined {
  try {
    const html = readFileSync(path, 'utf8');
    return canBeFilled(html) ? html : undefined;
  } catch {
    return undefined;
  }
}

function write(html: string): Page {
  const plain = Buffer.from(html);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
  return {
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    br: brotliCompressSync(plain, quality),
    gzip: gzipSync(plain),
  };
}

function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-cache')
    .header('vary', 'accept-encoding, accept-language')
    .header('etag', page.etag);
  if ((request.headers['if-none-match'] ?? '').includes(page.etag)) return reply.code(304).send();
  const encoding = encodingFor(request);
  if (encoding === undefined) return reply.send(page.plain);
  return reply.header('content-encoding', encoding).send(page[encoding]);
}

/** Those who make previews often say that they take anything; programs say what they want. */
function mayBePage(request: FastifyRequest): boolean {
  const { accept } = request.headers;
  return accept === undefined || accept.includes('text/html') || accept.includes('*/*');
}

/** Korean, as the app itself begins, unless somebody wants anything else. */
function languageOf(request: FastifyRequest): Language {
  const wished = request.headers['accept-language']?.trim() ?? '';
  return wished === '' || wished.startsWith('*') || /^ko/i.test(wished) ? 'ko' : 'en';
}

function originOf(request: FastifyRequest): string | undefined {
  return HOST.test(request.host) ? `${request.protocol}://${request.host}` : undefined;
}
