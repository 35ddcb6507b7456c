import type { BoxOffice } from '../box-office/box-office.ts';
import type { Doors } from '../box-office/doors.ts';
import { placeOf } from '../domain/waiting-line.ts';

/** How often it is asked whether somebody has joined meanwhile: the gateway answers that, and tells no server. */
const LOOK_AGAIN_MS = 5_000;
/** Of those who are looked at again, so many at once: whoever waits longest comes first. */
const LOOKS_AT_ONCE = 200;

interface Watched {
  readonly office: BoxOffice;
  readonly userId: string;
  readonly tell: (number: number, endsAtMs: number) => void;
  /** Undefined while they are not known to stand in line. */
  number: number | undefined;
  lookAtMs: number;
}

/**
 * Tells those who watch an event when their turn in its waiting room has come. While somebody waits their place is
 * compared with how far the doors are, which this server knows anyway: it costs nothing until it is so.
 */
export class TurnWatch {
  private readonly watched = new Set<Watched>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly doors: Doors,
    intervalMs: number,
  ) {
    this.timer = setInterval(() => this.lookAround(), intervalMs);
    this.timer.unref();
  }

  /** Tells once, also when the turn has come already. Returns how to stop it. */
  watch(office: BoxOffice, userId: string, tell: Watched['tell']): () => void {
    const watched: Watched = { office, userId, tell, number: undefined, lookAtMs: -Infinity };
    this.watched.add(watched);
    void this.look(watched);
    return () => this.watched.delete(watched);
  }

  close(): void {
    clearInterval(this.timer);
    this.watched.clear();
  }

  private lookAround(): void {
    if (this.watched.size === 0) return;
    const lines = new Map(Array.from(this.doors.lines(), ({ eventId, state }) => [eventId, state]));
    const now = performance.now();
    let looks = 0;
    for (const watched of this.watched) {
      const { eventId, rules } = watched.office.seatMap.event;
      const line = lines.get(eventId);
      if (rules.waitingRoom === null || line === undefined || watched.lookAtMs > now) continue;
      if (watched.number !== undefined) {
        const place = placeOf(rules.waitingRoom, watched.number, line.preQueued);
        if (place === null || place > line.serving) continue;
      }
      if (++looks > LOOKS_AT_ONCE) return;
      void this.look(watched);
    }
  }

  /** Asks where somebody stands. What fails is asked again. */
  private async look(watched: Watched): Promise<void> {
    const { office, userId } = watched;
    const room = office.seatMap.event.rules.waitingRoom;
    if (room === null) return;
    watched.lookAtMs = performance.now() + LOOK_AGAIN_MS;
    // Put at the end, so that everybody has a turn.
    if (this.watched.delete(watched)) this.watched.add(watched);
    const standing = await this.doors.standingOf(office, room, userId).catch(() => undefined);
    if (!this.watched.has(watched)) return;
    watched.number = standing?.number;
    if (standing?.turn.is === 'waiting') watched.lookAtMs = -Infinity;
    if (standing?.turn.is !== 'served') return;
    this.watched.delete(watched);
    watched.tell(standing.number, standing.turn.endsAtMs);
  }
}
