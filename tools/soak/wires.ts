import { LeanConnection, requestText, type LeanReply, type LeanRequest } from '../rig/lean-connection.ts';

const TIMEOUT_MS = 15_000;

/** Connections that are lent to whoever asks something, as many as are needed at the busiest moment. */
export class Wires {
  private readonly idle: LeanConnection[][];
  private opened = 0;

  constructor(private readonly urls: readonly string[]) {
    this.idle = urls.map(() => []);
  }

  get count(): number {
    return this.opened;
  }

  async ask(instance: number, request: LeanRequest): Promise<LeanReply> {
    const at = instance % this.urls.length;
    const connection = this.idle[at]?.pop() ?? this.make(at);
    const reply = await connection.send(requestText(request));
    this.idle[at]?.push(connection);
    return reply;
  }

  close(): void {
    for (const connection of this.idle.flat()) connection.close();
  }

  private make(at: number): LeanConnection {
    this.opened++;
    // Some people behind each address.
    return new LeanConnection(this.urls[at] ?? '', `127.0.2.${String(1 + (this.opened % 250))}`, TIMEOUT_MS);
  }
}
