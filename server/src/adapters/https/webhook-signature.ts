import { createHmac } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';

/**
 * The header `webhook-signature` of the Standard Webhooks specification: for each secret "v1," and the base64 of
 * HMAC-SHA256(secret, id "." seconds "." body). A secret is "whsec_" and the base64 of its bytes.
 */
export function webhookSignature(
  secrets: readonly string[],
  messageId: string,
  seconds: number,
  body: string,
): string {
  const signed = `${messageId}.${seconds}.${body}`;
  return secrets.map((secret) => `v1,${sign(secret, signed)}`).join(' ');
}

function sign(secret: string, signed: string): string {
  const bytes = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return createHmac('sha256', bytes).update(signed).digest('base64');
}
