import type { History } from '../../rehearsal/src/history/history.ts';
import { membersIn, type Answer, type Question } from '../../rehearsal/src/wire/messages.ts';
import { LeanConnection, requestText } from '../rig/lean-connection.ts';

const TIMEOUT_MS = 10_000;

/** While it is closed nobody asks: those who would only be told, again and again, that nobody is there. */
export class Gate {
  private opened: Promise<void> | undefined;
  private letIn: (() => void) | undefined;

  close(): void {
    this.opened = new Promise((resolve) => (this.letIn = resolve));
  }

  open(): void {
    this.opened = undefined;
    this.letIn?.();
  }

  /** Resolves once it is open. */
  async passed(): Promise<void> {
    while (this.opened !== undefined) await this.opened;
  }
}

/** One connection of somebody, who asks one thing after the other; everything that is asked goes into the history. */
export class LeanWire {
  private readonly connection: LeanConnection;
  private readonly via: string;

  constructor(
    url: string,
    localAddress: string,
    private readonly history: History,
    private readonly gate: Gate,
  ) {
    this.connection = new LeanConnection(url, localAddress, TIMEOUT_MS);
    this.via = new URL(url).host;
  }

  async ask(question: Question & { readonly by: string }): Promise<Answer> {
    await this.gate.passed();
    const { by, method, path, headers = {}, body } = question;
    const begun = await this.history.begin(by, question, this.via);
    const startedAt = performance.now();
    const reply = await this.connection.send(
      requestText({
        ...{ method, path, headers: { ...headers, 'x-user-id': by } },
        body: body === undefined ? '' : JSON.stringify(body),
      }),
    );
    const answer: Answer = {
      ...{ status: reply.status, retryAfterMs: 0, cookies: '' },
      body: membersIn(Buffer.from(reply.body, 'latin1').toString('utf8')),
      tookMs: performance.now() - startedAt,
    };
    if (begun !== undefined) this.history.end(begun, answer);
    return answer;
  }

  close(): void {
    this.connection.close();
  }
}
