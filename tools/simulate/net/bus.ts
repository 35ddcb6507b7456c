import type { Change } from '../../../server/src/domain/change.ts';
import type { ChangeBus } from '../../../server/src/ports/change-bus.ts';
import type { Dice } from '../time/dice.ts';
import type { Owner, Scheduler } from '../time/scheduler.ts';
import { drawDelayMs, type Weather } from './weather.ts';

interface Listener {
  readonly owner: Owner;
  readonly hear: (eventId: string, changes: readonly Change[]) => void;
}

/** Redis' pub/sub, simulated: news come late, twice, in another order, or not at all. */
export class SimulatedBus {
  private listeners: Listener[] = [];
  private gapListeners: { readonly owner: Owner; readonly hear: () => void }[] = [];
  /** Nothing is spread. */
  isDown = false;
  /** All news take so long at most: enough to come from before a fail-over into the time after it. */
  slownessMs = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly dice: Dice,
    private readonly weather: Weather,
  ) {}

  /** The connection of one instance. */
  connect(owner: Owner): ChangeBus {
    return {
      publish: (eventId, changes) => {
        if (this.isDown) return;
        this.forgetGone();
        for (const listener of this.listeners) {
          if (listener.owner !== owner) this.send(listener, eventId, changes);
        }
      },
      subscribe: (hear) => void this.listeners.push({ owner, hear }),
      onGap: (hear) => void this.gapListeners.push({ owner, hear }),
      ping: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  }

  /** The connections are back; each instance notices by itself. */
  comeBack(): void {
    this.isDown = false;
    this.forgetGone();
    for (const { owner, hear } of this.gapListeners) this.scheduler.after(owner, this.dice.below(200), hear);
  }

  private send({ owner, hear }: Listener, eventId: string, changes: readonly Change[]): void {
    const { dice, weather, scheduler } = this;
    if (dice.chance(weather.lossRate)) return;
    const copies = dice.chance(weather.lossRate / 2) ? 2 : 1;
    for (let i = 0; i < copies; i++)
      scheduler.after(owner, drawDelayMs(dice, weather) + this.slownessMs * dice.draw(), () =>
        hear(eventId, changes),
      );
  }

  private forgetGone(): void {
    this.listeners = this.listeners.filter(({ owner }) => !owner.isGone);
    this.gapListeners = this.gapListeners.filter(({ owner }) => !owner.isGone);
  }
}
