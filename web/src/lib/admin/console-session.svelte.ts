import type { OrganiserSession } from '@jari/contract';
import { reasonOf, type Failure, type Outcome } from '@jari/client/outcome';
import { request } from '#lib/api/request.ts';
import { includesRole, type Role } from './role.ts';

/** Who is signed in. */
export type Who = Pick<OrganiserSession, 'name' | 'role'>;

const PATH = '/admin/session';

/**
 * Who works at this console. The session itself is a cookie that no script can read, so the server is asked.
 *
 * asking ──► in ◄──► out: signed out, or the session ran out while somebody worked (`who` is still known then)
 *    └─────► away: the server did not answer; asked again by hand
 */
class ConsoleSession {
  stage = $state<'asking' | 'in' | 'out' | 'away'>('asking');
  who = $state.raw<Who>();
  /** Why the last question or sign-in came to nothing. */
  failure = $state.raw<Failure>();
  isSigningIn = $state(false);
  /** Whoever was interrupted signs in later: until then nothing is asked about, and nothing done. */
  isPutOff = $state(false);
  private waiting: ((isIn: boolean) => void)[] = [];

  /** Signed out in the middle of something: the page stays as it is below the sign-in. */
  get isInterrupted(): boolean {
    return this.stage === 'out' && this.who !== undefined;
  }

  may(needs: Role): boolean {
    return this.who !== undefined && includesRole(this.who.role, needs);
  }

  async ask(): Promise<void> {
    this.stage = 'asking';
    this.settle(await request<Who>(PATH, { isTimely: true }), false);
  }

  async signIn(token: string): Promise<void> {
    if (this.isSigningIn) return;
    this.isSigningIn = true;
    const body = JSON.stringify({ token });
    this.settle(await request<Who>(PATH, { method: 'POST', body }), true);
    this.isSigningIn = false;
  }

  /** Gives what went wrong, if anything did: then one is still signed in. */
  async signOut(): Promise<Failure | undefined> {
    const outcome = await request<undefined>(PATH, { method: 'DELETE' });
    if (!outcome.ok && reasonOf(outcome.failure) !== 'unauthorized') return outcome.failure;
    // Whoever has worked at a door leaves nobody's name behind.
    await import('#lib/door/forget-names.ts').then(({ forgetNames }) => forgetNames()).catch(() => undefined);
    this.who = undefined;
    this.failure = undefined;
    this.isPutOff = false;
    this.stage = 'out';
    return undefined;
  }

  /** The server knows us no more. True once somebody has signed in again, false when they would not. */
  renewed(): Promise<boolean> {
    this.stage = 'out';
    if (this.isPutOff) return Promise.resolve(false);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Whoever was interrupted does not sign in: what they see stays, what they asked for is not done. */
  giveUp(): void {
    if (!this.isInterrupted) return;
    this.isPutOff = true;
    this.release(false);
  }

  private settle(outcome: Outcome<Who>, isAttempt: boolean): void {
    if (outcome.ok) {
      this.who = outcome.value;
      this.failure = undefined;
      this.isPutOff = false;
      this.stage = 'in';
      this.release(true);
      return;
    }
    const isStranger = reasonOf(outcome.failure) === 'unauthorized';
    this.failure = isStranger && !isAttempt ? undefined : outcome.failure;
    // A sign-in that failed leaves its form where it is.
    if (isStranger || isAttempt) this.stage = 'out';
    else this.stage = 'away';
  }

  private release(isIn: boolean): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve(isIn);
  }
}

export const consoleSession = new ConsoleSession();
