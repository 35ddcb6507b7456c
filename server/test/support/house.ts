import type { OrganiserWithToken, Role } from '@jari/contract';
import { verifyLog } from '../../../rehearsal/src/verify-log/verify.ts';
import type { ApiAnswer } from './api-client.ts';

/** Somebody who works for the house, by their token, at a running server. */
export class House {
  constructor(
    private readonly api: string,
    private readonly token: string,
  ) {}

  async send<B = object>(method: string, path: string, body?: object): Promise<ApiAnswer<B>> {
    const authorization = `Bearer ${this.token}`;
    const answer = await fetch(
      this.api + path,
      body === undefined
        ? { method, headers: { authorization } }
        : {
            method,
            headers: { authorization, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          },
    );
    const text = await answer.text();
    const isJson = /\bapplication\/(problem\+)?json\b/.test(answer.headers.get('content-type') ?? '');
    // The tests say what they expect of the body; a wrong shape fails there.
    return { status: answer.status, body: (isJson ? JSON.parse(text) : {}) as ApiAnswer<B>['body'], text };
  }

  /** Makes somebody an organiser of some kind. */
  async employ(name: string, role: Role): Promise<House> {
    const made = await this.send<OrganiserWithToken>('POST', '/admin/organisers', { name, role });
    if (made.status !== 201) throw new Error(made.text);
    return new House(this.api, made.body.token);
  }

  /** What the checker finds wrong with an event's exported log. */
  async findingsInLog(event: string) {
    const { text } = await this.send('GET', `/admin/events/${event}/log`);
    return (await verifyLog(text.trimEnd().split('\n'))).findings;
  }
}
