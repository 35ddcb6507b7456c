import type { ServerResponse } from 'node:http';
import type { Scheduler } from '../time/scheduler.ts';

/**
 * The server's end of an open event stream, as much of it as `StreamClient` touches: bytes go out in order and
 * whole, until the connection breaks. One that has gone silent swallows them, and neither end knows.
 */
export class SimulatedConnection {
  destroyed = false;
  writableLength = 0;
  isSilent = false;
  private readonly closeListeners: (() => void)[] = [];
  private arrivesAt = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly delayMs: () => number,
    private readonly reader: { take(bytes: Buffer): void; ended(): void },
  ) {}

  /** What `StreamClient` sees. It asks for no more of a response than this has. */
  get response(): ServerResponse {
    const response = {
      socket: this,
      on: (name: string, listener: () => void) => {
        if (name === 'close') this.closeListeners.push(listener);
      },
      setHeader: () => undefined,
      writeHead: () => undefined,
      flushHeaders: () => undefined,
      end: () => this.destroy(),
    };
    return response as unknown as ServerResponse;
  }

  setTimeout(): void {
    // Nobody waits here.
  }

  write(bytes: Buffer): void {
    if (this.destroyed) return;
    this.writableLength += bytes.length;
    if (this.isSilent) return;
    // Bytes keep their order: later ones are not quicker.
    const { scheduler } = this;
    this.arrivesAt = Math.max(this.arrivesAt, scheduler.now + this.delayMs());
    scheduler.after(scheduler.nobody, this.arrivesAt - scheduler.now, () => {
      this.writableLength -= bytes.length;
      if (!this.destroyed && !this.isSilent) this.reader.take(bytes);
    });
  }

  /** Breaks the connection: what is on its way is lost. */
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    for (const listener of this.closeListeners) listener();
    this.reader.ended();
  }
}
