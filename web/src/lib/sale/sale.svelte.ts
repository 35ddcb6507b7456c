import type { EventDetails } from '@jari/contract';
import { SaleClock } from './sale-clock.ts';
import type { SaleMoment } from './sale-times.ts';

/** An event's sale as a page shows it: opens and closes by itself. Made in a component; ends with it. */
export class Sale {
  moment = $state.raw<SaleMoment>({ state: 'open', msLeft: null });
  readonly isOpen = $derived(this.moment.state === 'open');

  /**
   * @param details what the server last said; a new object each time it was asked
   * @param ask asks it again
   */
  constructor(details: () => EventDetails | null | undefined, ask: () => void) {
    const clock = new SaleClock({
      now: () => performance.now(),
      random: Math.random,
      ask: () => document.visibilityState === 'visible' && ask(),
      onMoment: (moment) => (this.moment = moment),
    });
    $effect(() => {
      const told = details();
      if (told) clock.told(told);
    });
    $effect(() => {
      // A device that slept may have stopped its monotonic clock, too.
      const seen = () => document.visibilityState === 'visible' && clock.doubt();
      document.addEventListener('visibilitychange', seen);
      addEventListener('online', seen);
      return () => {
        document.removeEventListener('visibilitychange', seen);
        removeEventListener('online', seen);
        clock.stop();
      };
    });
  }
}
