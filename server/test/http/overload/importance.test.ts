import { describe, expect, it } from 'vitest';
import { askedFor } from '../../../src/http/overload/importance.ts';

const of = (method: string, url: string) => askedFor(method, url, 'default');

describe('what a request is worth', () => {
  it.each([
    ['GET', '/api/v1/events/gala/stream', 'stream', 'gala'],
    ['GET', '/api/v1/me/stream', 'stream', undefined],
    ['GET', '/api/v1/events/gala/seats', 'look', 'gala'],
    ['GET', '/api/v1/events/gala', 'look', 'gala'],
    ['GET', '/api/v1/events/gala/hold?x=/stream', 'look', 'gala'],
    ['GET', '/api/v1/seats', 'look', undefined],
    ['GET', '/fcfs/status?event=gala', 'look', undefined],
    ['GET', '/', 'look', undefined],
    ['PUT', '/api/v1/events/gala/hold', 'take', 'gala'],
    ['POST', '/api/v1/seats/reservation/fcfs', 'take', 'default'],
    ['POST', '/fcfs/join?event=gala', 'take', undefined],
    ['POST', '/fcfs/pass?event=gala', 'take', undefined],
    ['POST', '/api/v1/events/gala/reservations', 'settle', 'gala'],
    ['POST', '/api/v1/events/gala/hold/extend', 'settle', 'gala'],
    ['DELETE', '/api/v1/events/gala/hold', 'settle', 'gala'],
    ['OPTIONS', '/api/v1/events/gala/reservations', 'settle', 'gala'],
    ['GET', '/_app/immutable/entry.js', 'settle', undefined],
    ['GET', '/healthz', 'operate', undefined],
    ['GET', '/health', 'operate', undefined],
    ['GET', '/readyz', 'operate', undefined],
    ['GET', '/readyzz', 'look', undefined],
    ['GET', '/metrics', 'operate', undefined],
    ['PUT', '/api/v1/admin/events/gala', 'operate', undefined],
  ])('%s %s is worth as much as "%s"', (method, url, importance, event) => {
    expect(of(method, url)).toEqual({ importance, event });
  });
});
