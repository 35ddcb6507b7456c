import type { Pass } from '../../../server/src/domain/command.ts';
import { NO_ANSWER } from '../net/requests.ts';
import { EVENT_ID } from '../server/database.ts';
import type { World } from '../world.ts';

/** A pass, and the place that it is for. */
export interface RoomPass extends Pass {
  readonly place: number;
}

/** People in the waiting room: they line up, ask whether it is their turn, and leave. */
export class WaitingPeople {
  private readonly passes = new Map<string, RoomPass>();
  private requests = 0;

  constructor(private readonly world: World) {}

  passOf(userId: string): RoomPass | undefined {
    return this.passes.get(userId);
  }

  async act(userId: string): Promise<void> {
    const lot = this.world.dice.draw();
    if (lot < 0.4) return this.join(userId);
    if (lot < 0.9) return this.ask(userId);
    return this.leave(userId);
  }

  private async join(userId: string): Promise<void> {
    const { world } = this;
    const instance = world.anyInstance();
    const requestId = `request-${String(++this.requests).padStart(8, '0')}`;
    world.tell(() => `${userId} lines up`);
    const result = await world.requests.send(instance, async () => {
      const office = await instance.open();
      await instance.doors?.announce(office);
      return instance.admission.join({ eventId: EVENT_ID, userId, ip: null, ttlMs: 900_000, requestId });
    });
    world.tell(() => `  ${userId} lined up: ${result === NO_ANSWER ? 'no answer' : JSON.stringify(result)}`);
  }

  private async ask(userId: string): Promise<void> {
    const { world } = this;
    const instance = world.anyInstance();
    const standing = await world.requests.send(instance, async () => {
      const office = await instance.open();
      const room = office.seatMap.event.rules.waitingRoom;
      return room === null ? undefined : instance.doors?.standingOf(office, room, userId);
    });
    world.tell(
      () => `${userId} asks for the turn: ${standing === NO_ANSWER ? 'no answer' : JSON.stringify(standing)}`,
    );
    if (standing === NO_ANSWER || standing === undefined) return;
    const { turn, place } = standing;
    if (turn.is === 'served' && place !== null) {
      this.passes.set(userId, { endsAtMs: turn.endsAtMs, sequence: turn.sequence, place });
    }
  }

  private async leave(userId: string): Promise<void> {
    const { world } = this;
    const instance = world.anyInstance();
    world.tell(() => `${userId} leaves the waiting room`);
    this.passes.delete(userId);
    await world.requests.send(instance, async () => {
      const office = await instance.open();
      const room = office.seatMap.event.rules.waitingRoom;
      if (room !== null) await instance.doors?.leave(office, room, { userId, ip: null });
    });
  }
}
