import type { ServerResponse } from 'node:http';
import type { Dice } from '../time/dice.ts';
import type { Scheduler } from '../time/scheduler.ts';
import type { Weather } from './weather.ts';

/**
 * The server's end of an open event stream, as much of it as `StreamClient` touches: bytes go out in order and
 * whole, until the connection breaks. One that has gone silent swallows them, and neither end knows. Between the two
 * stands what should not be there: a proxy that now and then loses a piece of what passes through it, or sends it twice.
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
    private readonly dice: Dice,
    private readonly weather: Weather,
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
    const copies = this.copiesOf(bytes);
    if (copies === 0) return;
    this.writableLength += bytes.length;
    if (this.isSilent) return;
    // Bytes keep their order: later ones are not quicker.
    const { scheduler } = this;
    this.arrivesAt = Math.max(this.arrivesAt, scheduler.now + this.delayMs());
    scheduler.after(scheduler.nobody, this.arrivesAt - scheduler.now, () => {
      this.writableLength -= bytes.length;
      for (let i = 0; i < copies && !this.destroyed && !this.isSilent; i++) this.reader.take(bytes);
    });
  }

  /** Of a whole hall one: it counts whatever the client knows, so that nobody could tell an old one from a new one. */
  private copiesOf(bytes: Buffer): number {
    const { dice, weather } = this;
    if (!dice.chance(weather.lossRate) || bytes.includes('event: snapshot')) return 1;
    return dice.oneIn(2) ? 2 : 0;
  }

  /** Breaks the connection: what is on its way is lost. */
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    for (const listener of this.closeListeners) listener();
    // At the other end, whose timers are its own and don't die with whoever closed it.
    this.scheduler.after(this.scheduler.nobody, 0, () => this.reader.ended());
  }
}
