import { eventually } from './eventually.ts';

export interface PersonalEvent {
  readonly event: string;
  /** Parsed JSON; the tests say what they expect. */
  readonly data: unknown;
}

/** Reads what a user is told about themselves until it ends or is cut. */
export class PersonalReader {
  text = '';
  hasEnded = false;
  private readonly abort = new AbortController();

  static async open(url: string, headers: Record<string, string>): Promise<PersonalReader> {
    const reader = new PersonalReader();
    const answer = await fetch(url, { headers, signal: reader.abort.signal });
    if (!answer.ok) throw new Error(`stream: ${answer.status} ${await answer.text()}`);
    void reader.read(answer).catch(() => undefined);
    return reader;
  }

  get events(): PersonalEvent[] {
    const whole = this.text.split('\n\n').slice(0, -1);
    return whole.flatMap((message) => {
      const match = /^event: (\w+)\ndata: (.*)$/.exec(message);
      return match === null ? [] : [{ event: match[1] ?? '', data: JSON.parse(match[2] ?? '') as unknown }];
    });
  }

  /** Resolves with the `count`th event of this name. Rejects after ten seconds. */
  async until(name: string, count = 1): Promise<PersonalEvent> {
    const find = () => this.events.filter(({ event }) => event === name)[count - 1];
    await eventually(name, () => find() !== undefined, { everyMs: 2 }).catch(() => undefined);
    const found = find();
    if (found === undefined) throw new Error(`no such event: ${this.text}`);
    return found;
  }

  close(): void {
    this.abort.abort();
  }

  private async read(answer: Response): Promise<void> {
    const decoder = new TextDecoder();
    const chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[] = answer.body ?? [];
    for await (const bytes of chunks) this.text += decoder.decode(bytes, { stream: true });
    this.hasEnded = true;
  }
}
