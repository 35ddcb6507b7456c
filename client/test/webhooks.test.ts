import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyWebhook, WebhookVerificationError } from '../src/webhooks.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"test": 2432232314}';
const headers = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const then = 1_614_265_330_000;

describe('A webhook’s receiver', () => {
  it('takes the specification’s own example, and one signed by two secrets', async () => {
    const taken = { id: headers['webhook-id'], message: { test: 2_432_232_314 } };
    expect(await verifyWebhook(secret, body, headers, then)).toEqual(taken);
    const mac = createHmac('sha256', 'another').update('x').digest('base64');
    const both = { ...headers, 'webhook-signature': `v1a,x v1,${mac} ${headers['webhook-signature']}` };
    expect(await verifyWebhook(secret, body, both, then + 299_000)).toEqual(taken);
  });

  it('takes nothing that was changed, is signed by another, is old, or is not signed', async () => {
    const wrong: [string, string, Record<string, string | undefined>, number][] = [
      [secret, `${body} `, headers, then],
      [`whsec_${'A'.repeat(32)}`, body, headers, then],
      [secret, body, { ...headers, 'webhook-id': 'msg_other' }, then],
      [secret, body, headers, then + 301_000],
      [secret, body, headers, then - 301_000],
      [secret, body, { ...headers, 'webhook-timestamp': 'now' }, then],
      [secret, body, { ...headers, 'webhook-signature': undefined }, then],
      [secret, body, { ...headers, 'webhook-signature': 'v1,%%%' }, then],
    ];
    for (const [key, text, given, now] of wrong) {
      await expect(verifyWebhook(key, text, given, now)).rejects.toThrow(WebhookVerificationError);
    }
  });
});
