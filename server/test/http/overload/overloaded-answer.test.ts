import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { answerOverloaded } from '../../../src/http/overload/overloaded-answer.ts';

function answered(method: string, headers: Readonly<Record<string, string>>) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method, url: '/', headers });
  const response = new ServerResponse(request);
  const head = vi.spyOn(response, 'writeHead');
  const end = vi.spyOn(response, 'end');
  answerOverloaded(request, response, 7);
  const [[status, flat = []] = []] = head.mock.calls as unknown as [number, string[]][];
  const valueOf = (name: string) => (flat.includes(name) ? flat[flat.indexOf(name) + 1] : undefined);
  const body: unknown = end.mock.calls[0]?.[0];
  return { status, valueOf, body };
}

describe('a refusal of a server that is overloaded', () => {
  it('is a page for a person who opens one, in both languages, and opens itself again', () => {
    const { status, valueOf, body } = answered('GET', { accept: 'text/html,application/xhtml+xml' });
    expect(status).toBe(503);
    expect(valueOf('content-type')).toBe('text/html; charset=utf-8');
    expect(valueOf('retry-after')).toBe('7');
    expect(body).toMatch(/<meta http-equiv="refresh" content="7">/);
    expect(body).toMatch(/[가-힣].*<p lang="en">[A-Z]/s);
    expect(valueOf('content-length')).toBe(String(Buffer.byteLength(String(body))));
  });

  it.each([
    ['a program', 'GET', { accept: 'application/json' }],
    ['whoever does not say what they read', 'GET', {}],
    ['a form', 'POST', { accept: 'text/html' }],
  ])('is a problem for %s', (_who, method, headers) => {
    const { status, valueOf, body } = answered(method, headers);
    expect(status).toBe(503);
    expect(valueOf('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(String(body))).toMatchObject({ reason: 'overloaded', status: 503 });
    expect(valueOf('content-length')).toBe(String(Buffer.byteLength(String(body))));
  });

  it('has no body where none was asked for, and says how long it would be', () => {
    const { valueOf, body } = answered('HEAD', { accept: 'text/html' });
    expect(body).toBeUndefined();
    expect(Number(valueOf('content-length'))).toBeGreaterThan(100);
  });

  it('goes to a gateway under a status that it does not ask the next server for', () => {
    const { status, valueOf } = answered('GET', { 'x-jari-gateway': '1' });
    expect(status).toBe(429);
    expect(valueOf('x-jari-overloaded')).toBe('1');
    expect(answered('GET', {}).valueOf('x-jari-overloaded')).toBeUndefined();
  });
});
