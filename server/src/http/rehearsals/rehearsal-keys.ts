import type { FastifyRequest, preParsingHookHandler } from 'fastify';
import { randomBytes } from 'node:crypto';
import { rememberOrganiser } from '../organisers/organiser-of.ts';
import { bearerOf, sha256Hex } from '../organisers/organiser-tokens.ts';

interface Key {
  readonly eventId: string;
  /** Who has started the rehearsal: what is done with the key is done in their name. */
  readonly name: string;
}

/**
 * The tokens of rehearsals that this server has started. One lets its bearer make and close the event of its rehearsal
 * and read that event's log; for every other address it is worth nothing, and nothing at all once the rehearsal is over.
 * Only this process knows it, and the one that it has started.
 */
export class RehearsalKeys {
  /** By the token's hash. */
  private readonly keys = new Map<string, Key>();

  /** A token for one rehearsal, and how it is taken back. */
  give(key: Key): { readonly token: string; readonly takeBack: () => void } {
    const token = randomBytes(32).toString('base64url');
    const hash = sha256Hex(token);
    this.keys.set(hash, key);
    return { token, takeBack: () => void this.keys.delete(hash) };
  }

  /** Lets in whoever has the key for what is asked; everybody else is asked as always. */
  or(otherwise: preParsingHookHandler): preParsingHookHandler {
    const opens = (request: FastifyRequest) => this.opens(request);
    return function (request, reply, payload, done) {
      const key = opens(request);
      if (key === undefined) return otherwise.call(this, request, reply, payload, done);
      rememberOrganiser(request, { name: key.name, role: 'organiser', by: 'token', expiresAt: null });
      done();
    };
  }

  private opens(request: FastifyRequest): Key | undefined {
    // Nearly always there is none, and nothing to be reckoned.
    if (this.keys.size === 0) return undefined;
    const token = bearerOf(request);
    const key = token === undefined ? undefined : this.keys.get(sha256Hex(token));
    if (key === undefined) return undefined;
    const { method, url } = request;
    const isItsEvent = method === 'PUT' && url === `/api/v1/events/${key.eventId}`;
    const isItsLog = method === 'GET' && url === `/api/v1/admin/events/${key.eventId}/log`;
    return isItsEvent || isItsLog ? key : undefined;
  }
}
