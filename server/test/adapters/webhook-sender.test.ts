import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../src/adapters/https/public-address.ts';
import { HttpsWebhookSender } from '../../src/adapters/https/webhook-sender.ts';
import { webhookSignature } from '../../src/adapters/https/webhook-signature.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});
const receiver = async () => {
  const started = await startReceiver();
  closings.push(() => started.close());
  return started;
};
const secrets = [`whsec_${Buffer.from('a secret of twenty-four.').toString('base64')}`];
const message = (url: string) => ({ url, messageId: 'msg_a_1', body: '{"type":"seat.blocked"}', secrets });
const sender = (allowsPrivate: boolean) =>
  new HttpsWebhookSender({ allowsPrivate, userAgent: 'Jari' }, () => 1_700_000_000_999);

describe('A webhook', () => {
  it('is signed as the specification’s own example is', () => {
    const signature = webhookSignature(
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330,
      '{"test": 2432232314}',
    );
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('arrives with its name, its time and a signature of both and the body', async () => {
    const { url, received } = await receiver();
    expect(await sender(true).send(message(url))).toEqual({ ok: true, status: 204 });
    const [first] = received;
    if (first === undefined) throw new Error('nothing arrived');
    const { headers, body } = first;
    expect(headers).toMatchObject({ 'webhook-id': 'msg_a_1', 'webhook-timestamp': '1700000000' });
    const mac = createHmac('sha256', 'a secret of twenty-four.').update(`msg_a_1.1700000000.${body}`);
    expect(headers['webhook-signature']).toBe(`v1,${mac.digest('base64')}`);
  });

  it('follows no redirect, and takes no other answer for a success', async () => {
    const { url, received, state } = await receiver();
    for (const [answer, isGone] of [
      [302, false],
      [404, false],
      [500, false],
      [410, true],
    ] as const) {
      state.answer = answer;
      expect(await sender(true).send(message(url))).toMatchObject({ ok: false, status: answer, isGone });
    }
    expect(received).toHaveLength(4);
  });

  it('does not wait for an answer when the server closes', async () => {
    const { url, received, state } = await receiver();
    state.isSilent = true;
    const closing = sender(true);
    const sending = closing.send(message(url));
    await expect.poll(() => received.length).toBe(1);
    closing.close();
    expect(await sending).toMatchObject({ ok: false, status: null, what: 'cut short' });
  });

  it('goes to no address of a private network, by whatever name', async () => {
    const { url, received } = await receiver();
    const port = new URL(url).port;
    const addresses = [
      'http://127.0.0.1',
      'https://127.0.0.1',
      'https://localhost',
      'https://[::1]',
      'https://10.0.0.1',
    ];
    for (const address of addresses) {
      expect(await sender(false).send(message(`${address}:${port}/`))).toMatchObject({
        ok: false,
        status: null,
      });
    }
    // Where private addresses are allowed, TLS may be left out on this machine only.
    expect(await sender(true).send(message(`http://10.0.0.1:${port}/`))).toMatchObject({
      ok: false,
      status: null,
    });
    expect(received).toEqual([]);
  });

  it('knows which addresses are public', () => {
    for (const address of ['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111']) {
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
    }
    const others = [
      ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.2', '169.254.169.254', '172.16.0.1', '192.168.1.1'],
      ...[
        '224.0.0.1',
        '255.255.255.255',
        '::',
        '::1',
        'fe80::1',
        'fc00::1',
        '::ffff:127.0.0.1',
        '64:ff9b::7f00:1',
      ],
      ...['2002:7f00:1::', '2001:db8::1', 'localhost', ''],
    ];
    for (const address of others) expect([address, isPublicAddress(address)]).toEqual([address, false]);
  });
});
