import type { FastifyRequest } from 'fastify';
import type { AppSettings } from '../app-deps.ts';
import { invalid, ProblemError } from '../problem.ts';
import { readGatewayUser } from './gateway-signature.ts';
import type { Session, SessionCookies } from './session-cookie.ts';
import type { User } from './user.ts';

const VISIBLE_ASCII = /^[!-~]{1,128}$/;

type IdentitySettings = Pick<AppSettings, 'userHeader' | 'trustUserHeader' | 'gatewaySecret' | 'corsOrigins'>;

/**
 * Finds out who sends a request: the user the gateway signed for, else the user header where it is trusted,
 * else the session cookie. The first that is there counts; a wrong one is refused, not passed over.
 */
export class Identity {
  constructor(
    private readonly settings: IdentitySettings,
    readonly cookies: SessionCookies,
    private readonly nowMs: () => number,
  ) {}

  /** The user of a command or of a look at one's own things. Refuses when there is none. */
  require(request: FastifyRequest): User {
    const user = this.find(request);
    if (user === undefined) throw new ProblemError('missing_user');
    return user;
  }

  find(request: FastifyRequest): User | undefined {
    const named = this.findNamed(request);
    if (named !== undefined) return named;
    const session = this.session(request);
    if (session === undefined) return undefined;
    this.refuseForeignPages(request);
    return { id: `session:${session.id}`, source: 'session' };
  }

  session(request: FastifyRequest): Session | undefined {
    return this.cookies.read(request.headers.cookie);
  }

  private findNamed(request: FastifyRequest): User | undefined {
    const { gatewaySecret, userHeader } = this.settings;
    if (gatewaySecret !== undefined) {
      const vouched = readGatewayUser(request.headers, gatewaySecret, this.nowMs());
      if (vouched === 'invalid') {
        throw new ProblemError('unauthorized', {
          detail: 'The gateway’s signature for this user is missing, wrong or too old.',
        });
      }
      if (vouched !== 'absent') return { id: idOfVouched(vouched.userId), source: 'gateway' };
    }
    if (!this.trustsHeaderOf(request)) return undefined;
    const value = request.headers[userHeader];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || !VISIBLE_ASCII.test(value)) {
      throw invalid(userHeader, 'must be 1 to 128 visible ASCII characters');
    }
    return { id: `user:${value}`, source: 'header' };
  }

  private trustsHeaderOf(request: FastifyRequest): boolean {
    switch (this.settings.trustUserHeader) {
      case 'always':
        return true;
      case 'never':
        return false;
      case 'loopback':
        return isLoopback(request.socket.remoteAddress);
    }
  }

  /**
   * A cookie is sent by the browser whoever asked for the request, so a write from a foreign page is refused.
   * (SameSite=Lax says the same to browsers; this does not rely on it.)
   */
  private refuseForeignPages(request: FastifyRequest): void {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    if (request.headers['sec-fetch-site'] !== 'cross-site') return;
    const { origin } = request.headers;
    if (origin === undefined || !this.settings.corsOrigins.includes(origin))
      throw new ProblemError('forbidden');
  }
}

function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

/**
 * A gateway of ours says whose session or name it has checked, and they are the same people as without it:
 * a gateway that is added in the middle of a sale takes nobody's seats away. Other gateways' names are theirs.
 */
function idOfVouched(name: string): string {
  return /^(session|user):/.test(name) ? name : `gateway:${name}`;
}
