import type { FastifyRequest } from 'fastify';
import type { AppSettings } from '../app-deps.ts';
import { invalid, ProblemError } from '../problem.ts';
import { foreignPageProblem, isFromForeignPage } from './foreign-page.ts';
import { GatewaySignatures } from './gateway-signature.ts';
import { isLoopback, signOfProxy } from './local-request.ts';
import type { ReceivedSession, SessionCookies } from './session-cookie.ts';
import type { User } from './user.ts';

const VISIBLE_ASCII = /^[!-~]{1,128}$/;

type IdentitySettings = Pick<
  AppSettings,
  'userHeader' | 'trustUserHeader' | 'gatewaySecrets' | 'corsOrigins' | 'isSecureCookie'
>;

/**
 * Finds out who sends a request: the user the gateway signed for, else the user header where it is trusted,
 * else the session cookie. The first that is there counts; a wrong one is refused, not passed over.
 */
export class Identity {
  private readonly signatures: GatewaySignatures;

  constructor(
    private readonly settings: IdentitySettings,
    readonly cookies: SessionCookies,
    private readonly nowMs: () => number,
  ) {
    this.signatures = new GatewaySignatures(settings.gatewaySecrets);
  }

  /** The user of a command or of a look at one's own things. Refuses when there is none. */
  require(request: FastifyRequest): User {
    const user = this.find(request);
    if (user !== undefined) return user;
    const { userHeader } = this.settings;
    if (request.headers[userHeader] === undefined) throw new ProblemError('missing_user');
    throw new ProblemError('missing_user', {
      detail: `${userHeader} is not believed from where you are; TRUST_USER_HEADER decides from where it is.`,
    });
  }

  find(request: FastifyRequest): User | undefined {
    const vouched = this.findVouched(request);
    if (vouched !== undefined) return vouched;
    const user = this.findNamed(request) ?? this.findSession(request);
    if (user !== undefined) this.refuseForeignPages(request);
    return user;
  }

  /** The session that the request brings. Refuses two different ones. */
  session(request: FastifyRequest): ReceivedSession | undefined {
    const session = this.cookies.read(request.headers.cookie);
    if (session !== 'ambiguous') return session;
    throw new ProblemError('validation', {
      detail:
        'Your browser sends two different sessions for this site. Clear the site’s cookies and reload it.',
      errors: [{ field: 'cookie', message: 'must not hold two different sessions' }],
    });
  }

  /** The gateway has looked at the page that asks; once the cookie has become a signature nobody can. */
  private findVouched(request: FastifyRequest): User | undefined {
    const vouched = this.signatures.read(request, this.nowMs());
    if (vouched === 'absent') return undefined;
    if (vouched === 'invalid') {
      throw new ProblemError('unauthorized', {
        detail: 'The gateway’s signature for this user is missing, wrong, too old or another request’s.',
      });
    }
    const since = request.headers['x-session-since'];
    const sessionSince = typeof since === 'string' && /^[0-9]{1,12}$/.test(since) ? Number(since) : undefined;
    return { id: idOfVouched(vouched.userId), source: 'gateway', sessionSince };
  }

  private findNamed(request: FastifyRequest): User | undefined {
    const { userHeader } = this.settings;
    const value = request.headers[userHeader];
    if (value === undefined || !this.trustsHeaderOf(request)) return undefined;
    if (typeof value !== 'string' || !VISIBLE_ASCII.test(value)) {
      throw invalid(userHeader, 'must be 1 to 128 visible ASCII characters');
    }
    return { id: `user:${value}`, source: 'header' };
  }

  private findSession(request: FastifyRequest): User | undefined {
    const session = this.session(request);
    if (session === undefined) return undefined;
    return { id: session.userId, source: 'session', sessionSince: session.issuedAtSeconds };
  }

  /**
   * From other machines the header has never meant anything, so it is passed over. On this machine it does
   * mean something, so somebody for whom it suddenly does not is told why.
   */
  private trustsHeaderOf(request: FastifyRequest): boolean {
    const { trustUserHeader, userHeader } = this.settings;
    if (trustUserHeader !== 'loopback') return trustUserHeader === 'always';
    if (!isLoopback(request.socket.remoteAddress)) return false;
    const sign = signOfProxy(request.raw);
    if (sign === undefined) return true;
    throw new ProblemError('missing_user', {
      detail:
        `${userHeader} is believed only from this machine itself, and ${sign} suggests that a proxy stands in between. ` +
        'Leave the header out and use the session cookie, or set TRUST_USER_HEADER=true when nobody can reach ' +
        'this server but a proxy of yours that sets the header.',
    });
  }

  /** Also with a user header: where a proxy signs people in, it is the proxy's cookie that the browser sends. */
  private refuseForeignPages(request: FastifyRequest): void {
    const { corsOrigins, isSecureCookie } = this.settings;
    if (isFromForeignPage(request, corsOrigins, isSecureCookie)) throw foreignPageProblem(request);
  }
}

/**
 * A gateway of ours says whose session or name it has checked, and they are the same people as without it:
 * a gateway that is added in the middle of a sale takes nobody's seats away. Other gateways' names are theirs.
 */
function idOfVouched(name: string): string {
  return /^(session|user):/.test(name) ? name : `gateway:${name}`;
}
