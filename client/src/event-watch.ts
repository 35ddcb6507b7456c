import type { EventDetails } from '@jari/contract';
import { isPassing, type Outcome } from './outcome.ts';
import { Retry } from './retry.ts';
import { isSameHall } from './same-hall.ts';

export interface EventWatchPorts {
  readonly ask: () => Promise<Outcome<EventDetails>>;
  /** The event whose hall is shown, once there is one. */
  readonly shown: () => EventDetails | null | undefined;
  readonly onDetails: (details: EventDetails) => void;
  /** The seats that are shown are no more: nothing may be done to them, and all begins anew. */
  readonly onOtherHall: () => void;
}

/** Finds out what an event is now, asking until that is answered. */
export class EventWatch {
  private readonly retry = new Retry();
  private isStopped = false;

  constructor(private readonly ports: EventWatchPorts) {}

  async look(): Promise<void> {
    const outcome = await this.ports.ask();
    if (this.isStopped) return;
    if (!outcome.ok) {
      if (isPassing(outcome.failure)) this.retry.later(() => void this.look());
      return;
    }
    this.retry.reset();
    const shown = this.ports.shown();
    if (shown && !isSameHall(shown, outcome.value)) this.ports.onOtherHall();
    else this.ports.onDetails(outcome.value);
  }

  stop(): void {
    this.isStopped = true;
    this.retry.cancel();
  }
}
