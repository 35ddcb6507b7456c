import { describe, expect, it } from 'vitest';
import { policyFor } from '../src/service-worker/policy.ts';

const origin = 'https://tickets.example';
const shell = new Set(['/_app/immutable/entry/start.abc.js', '/boot.js', '/favicon.svg']);
const policyOf = (path: string, mode = 'cors', method = 'GET') =>
  policyFor({ method, mode, url: new URL(path, origin) }, origin, shell);

describe('The worker', () => {
  it.each([
    '/api/v1/seats',
    '/api/v1/events/default/seats',
    '/api/v1/events/default/states',
    '/api/v1/events/default/stream',
    '/api/v1/plans/abc',
    '/api/v1/me/reservations',
    '/fcfs/join',
    '/openapi.json',
    '/healthz',
    '/service-worker.js',
  ])('leaves %s to the network', (path) => {
    expect(policyOf(path)).toBe('ignore');
    expect(policyOf(path, 'navigate')).toBe('ignore');
  });

  it('leaves everything that is written to the network', () => {
    expect(policyOf('/tickets', 'navigate', 'POST')).toBe('ignore');
  });

  it('leaves other sites alone', () => {
    expect(policyOf('https://elsewhere.example/boot.js')).toBe('ignore');
  });

  it.each(['/', '/events/default', '/tickets', '/reservations/default.1', '/apis'])(
    'asks the network first for the page %s',
    (path) => expect(policyOf(path, 'navigate')).toBe('page'),
  );

  it('leaves the pages about the API to the network', () => {
    expect(policyOf('/docs', 'navigate')).toBe('ignore');
    expect(policyOf('/docs/static/index.html', 'navigate')).toBe('ignore');
  });

  it('keeps only what is named by its contents without asking', () => {
    expect(policyOf('/_app/immutable/entry/start.abc.js')).toBe('kept');
    expect(policyOf('/boot.js')).toBe('fresh');
  });

  it('leaves the scripts of other versions to the network', () => {
    expect(policyOf('/_app/immutable/entry/start.xyz.js')).toBe('ignore');
  });
});
