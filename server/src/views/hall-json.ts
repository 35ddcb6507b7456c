import { positionText, type Position } from '../domain/log-chain.ts';

/** What there is of an event's hall in one place of its history, as JSON: a SeatList or SeatStates. */
export class HallJson {
  private writtenAt = NaN;
  private written = '';

  constructor(
    private readonly eventId: string,
    /** Where whoever has read this goes on. */
    readonly position: Position,
    private readonly member: 'seats' | 'states',
    /** The member's value. */
    readonly value: string,
  ) {}

  get sequence(): number {
    return this.position.sequence;
  }

  /** Weak, because the body also tells the time. Differs between two histories at the same sequence. */
  get etag(): string {
    return `W/"${this.eventId}-${positionText(this.position)}"`;
  }

  /**
   * The whole text. `server_time` is no part of what the entity tag stands for: it says when this answer was
   * written, not when the hall changed. Whoever asks within the same millisecond gets the same text.
   */
  at(wallNow: number): string {
    const ms = Math.floor(wallNow);
    if (ms !== this.writtenAt) {
      this.writtenAt = ms;
      const { eventId, position, member, value } = this;
      const where = `"epoch":"${position.epoch}","sequence":${position.sequence},"position":"${positionText(position)}"`;
      this.written = `{"event":"${eventId}",${where},"server_time":"${new Date(ms).toISOString()}","${member}":${value}}`;
    }
    return this.written;
  }
}
