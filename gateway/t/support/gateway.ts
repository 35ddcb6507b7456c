import { createHmac, hash, randomBytes } from 'node:crypto';
import { missingPrograms, requireProgram } from '../../../tools/rig/programs.ts';
import { prepareGateway, type Gateway } from '../../../tools/stack/gateway.ts';
import { startRedis, type Redis } from '../../../tools/stack/redis.ts';
import { StackFolder } from '../../../tools/stack/stack-folder.ts';
import { EchoServer } from './echo-server.ts';
import { send, type Answer, type Sending } from './http.ts';

const missing = missingPrograms('postgresBin', 'redisServer', 'nginx');
if (missing.length > 0) console.warn(`Skipped, because something is missing: ${missing.join('; ')}`);
/** For `describe.skipIf`. With CI=true something missing is a failure instead. */
export const cannotRun = missing.length > 0;

export const sessionSecret = 'test-session-secret-0123456789';
export const gatewaySecret = 'test-gateway-secret-0123456789';

/** A gateway with its own Redis, in front of an echo. */
export interface GatewayUnderTest {
  readonly url: string;
  readonly redis: Redis;
  readonly echo: EchoServer;
  readonly gateway: Gateway;
  send(path: string, sending?: Sending): Promise<Answer>;
  stop(): Promise<void>;
}

/** Limits so wide that only a test of limits meets them. */
const wide = {
  RATE_LIMIT_IP: '100000r/s',
  RATE_BURST_IP: '100000',
  RATE_LIMIT_USER: '100000r/s',
  RATE_BURST_USER: '100000',
  RATE_LIMIT_HOLDS: '100000r/s',
  RATE_BURST_HOLDS: '100000',
  RATE_LIMIT_FRESH: '100000r/s',
  RATE_BURST_FRESH: '100000',
  STREAMS_PER_ADDRESS: '50000',
  CONNECTIONS_PER_ADDRESS: '50000',
};

export async function startGateway(
  env: Readonly<Record<string, string>> = {},
  { password }: { readonly password?: string } = {},
): Promise<GatewayUnderTest> {
  const nginx = requireProgram('nginx');
  const folder = new StackFolder();
  try {
    const [redis, echo] = await Promise.all([
      startRedis(folder, requireProgram('redisServer')),
      EchoServer.start(),
    ]);
    if (password !== undefined) await redis.command('CONFIG', 'SET', 'requirepass', password);
    // Of an address a plus is a letter like any other, and nobody writes it in another way.
    const written = encodeURIComponent(password ?? '').replaceAll('%2B', '+');
    const gateway = await prepareGateway(folder, nginx, {
      UPSTREAMS: echo.host,
      REDIS_URL: password === undefined ? redis.url : redis.url.replace('//', `//:${written}@`),
      SESSION_SECRET: sessionSecret,
      GATEWAY_SECRET: gatewaySecret,
      ...wide,
      ...env,
    });
    await gateway.program.start();
    return {
      url: gateway.url,
      redis,
      echo,
      gateway,
      send: (path, sending) => send(`${gateway.url}${path}`, sending),
      stop: async () => {
        await gateway.program.stop();
        await Promise.all([redis.program.stop(), echo.stop()]);
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

export interface CookieOptions {
  readonly id?: string;
  readonly issuedAtSeconds?: number;
  readonly secret?: string;
  /** Under the name that HTTPS allows, which is then signed as well. */
  readonly isSecure?: boolean;
  /** `v1`: as servers before 0.2 signed them. */
  readonly version?: 'v1' | 'v2';
}

export function newSessionId(): string {
  return randomBytes(16).toString('base64url');
}

/** The token of a page of another site, as the server writes it. */
export function embeddedSession(
  origin: string,
  { id = newSessionId(), issuedAtSeconds }: CookieOptions = {},
) {
  const text = `e1.${id}.${issuedAtSeconds ?? Math.floor(Date.now() / 1000)}`;
  const key = hash('sha512-256', `jari-session-v2\n${sessionSecret}`, 'hex');
  return `${text}.${hash('sha512-256', `${key}embed=${origin}\n${text}`, 'base64url')}`;
}

/** A session cookie as the server writes it. */
export function sessionCookie(options: CookieOptions = {}): string {
  const {
    id = newSessionId(),
    issuedAtSeconds = Math.floor(Date.now() / 1000),
    secret = sessionSecret,
    isSecure = false,
    version = 'v2',
  } = options;
  const text = `${version}.${id}.${issuedAtSeconds}`;
  const name = isSecure ? '__Host-jari_session' : 'jari_session';
  const signed = isSecure ? `${name}=${text}` : text;
  const key = hash('sha512-256', `jari-session-v2\n${secret}`, 'hex');
  const signature =
    version === 'v2'
      ? hash('sha512-256', key + signed, 'base64url')
      : createHmac('sha256', secret).update(signed).digest('base64url');
  return `${name}=${text}.${signature}`;
}
