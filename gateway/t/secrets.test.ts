import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cannotRun,
  gatewaySecret,
  newSessionId,
  sessionCookie,
  sessionSecret,
  startGateway,
  type GatewayUnderTest,
} from './support/gateway.ts';

const oldSessionSecret = 'the-session-secret-of-before';
const nextGatewaySecret = 'the-gateway-secret-of-tomorrow';

describe.skipIf(cannotRun)('while secrets are replaced', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGateway({
      SESSION_SECRET: `${sessionSecret}, ${oldSessionSecret}`,
      GATEWAY_SECRET: `${nextGatewaySecret},${gatewaySecret}`,
    });
  });
  afterAll(() => gateway.stop());

  test.each([
    ['new', sessionSecret],
    ['old', oldSessionSecret],
  ])('a session of the %s secret is one', async (_which, secret) => {
    const id = newSessionId();
    await gateway.send('/api/v1/me/reservations', { headers: { cookie: sessionCookie({ id, secret }) } });
    expect(gateway.echo.last.headers['x-authenticated-user-id']).toBe(`session:${id}`);
  });

  test('a session of another secret is none', async () => {
    const secret = `${sessionSecret}, ${oldSessionSecret}`;
    await gateway.send('/api/v1/me/reservations', { headers: { cookie: sessionCookie({ secret }) } });
    expect(gateway.echo.last.headers['x-authenticated-user-id']).toBeUndefined();
  });

  test('the first of the gateway’s secrets is the one that signs', async () => {
    await gateway.send('/api/v1/me/reservations', { headers: { cookie: sessionCookie() } });
    const { method, url, headers } = gateway.echo.last;
    const lines = [
      'jari-gateway-v2',
      method,
      url,
      headers['x-authenticated-user-id'],
      headers['x-authenticated-timestamp'],
      headers['x-request-id'],
    ];
    expect(headers['x-authenticated-signature']).toBe(
      `v2=${createHmac('sha256', nextGatewaySecret).update(lines.join('\n')).digest('hex')}`,
    );
  });
});
