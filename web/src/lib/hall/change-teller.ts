import type { SeatChange } from '@jari/contract';

export interface TellerPorts {
  readonly isMine: (seatId: number) => boolean;
  readonly label: (seatId: number) => string;
  readonly say: (news: { taken: string[]; freed: string[] }) => void;
}

/** Screen readers read to the end: more often than this, and nothing else would be heard. */
const TELL_EVERY_MS = 2_500;
const NAMES_MAX = 4;

/**
 * Says which seats others took or gave back, gathered over a short while. Whether a seat is mine is asked
 * when it is said, not when the news came: the stream may be quicker than the answer to my own click.
 */
export class ChangeTeller {
  private readonly latest = new Map<number, 'taken' | 'freed'>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ports: TellerPorts) {}

  note(change: SeatChange): void {
    if (change.cause === 'extended') return;
    for (const id of change.seat_ids) {
      const before = this.latest.get(id);
      // Nobody took it; but whoever was about to hear that it came free would go there in vain.
      if (change.cause === 'blocked') {
        this.latest.delete(id);
        continue;
      }
      const now = change.state === 'available' ? 'freed' : 'taken';
      // A held seat that becomes reserved is not news: it was taken before.
      if (change.cause === 'reserved' && before === undefined) continue;
      this.latest.set(id, now);
    }
    if (this.latest.size > 0) this.timer ??= setTimeout(() => this.tell(), TELL_EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private tell(): void {
    this.timer = undefined;
    const news = { taken: [] as string[], freed: [] as string[] };
    for (const [id, what] of this.latest) {
      if (!this.ports.isMine(id) && news[what].length < NAMES_MAX) news[what].push(this.ports.label(id));
    }
    this.latest.clear();
    if (news.taken.length + news.freed.length > 0) this.ports.say(news);
  }
}
