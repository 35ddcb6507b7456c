import type { Event } from '../domain/event.ts';
import { layoutMark } from '../domain/hall-layout.ts';
import { positionText, type Position } from '../domain/log-chain.ts';
import { EncodedText, type Sendable } from './encoded-text.ts';

/** How old the time in a compressed text may be: the hall is compressed once, and once more for its time. */
const ENCODED_TIME_MS = 1_000;

/** What there is of an event's hall in one place of its history, as JSON: a SeatList or SeatStates. */
export class HallJson {
  private writtenAt = NaN;
  private written = '';
  private encodedAt = -Infinity;
  private encoded: EncodedText | undefined;
  /** The member's value, to be sent alone. */
  readonly bare: EncodedText;

  constructor(
    private readonly event: Pick<Event, 'eventId' | 'layout'>,
    /** Where whoever has read this goes on. */
    readonly position: Position,
    private readonly member: 'seats' | 'states',
    /** The member's value. */
    readonly value: string,
    /** How many wait in line. */
    private readonly lineLength: number,
  ) {
    this.bare = new EncodedText(value);
  }

  get sequence(): number {
    return this.position.sequence;
  }

  /**
   * Weak, because the body also tells the time. Differs between two histories at the same sequence, and between two halls
   * of which no seat has been taken: the organiser may change one for the other.
   */
  get etag(): string {
    const { eventId, layout } = this.event;
    return `W/"${eventId}-${positionText(this.position)}-${layoutMark(layout)}"`;
  }

  /**
   * The whole text. `server_time` is no part of what the entity tag stands for: it says when this answer was
   * written, not when the hall changed. Whoever asks within the same millisecond gets the same text.
   */
  at(wallNow: number): string {
    const ms = Math.floor(wallNow);
    if (ms !== this.writtenAt) {
      this.writtenAt = ms;
      const { position, member, value } = this;
      const { eventId } = this.event;
      const where = `"epoch":"${position.epoch}","sequence":${position.sequence},"position":"${positionText(position)}"`;
      const line = this.lineLength === 0 ? '' : `"line_length":${this.lineLength},`;
      this.written = `{"event":"${eventId}",${where},"server_time":"${new Date(ms).toISOString()}",${line}"${member}":${value}}`;
    }
    return this.written;
  }

  /** The whole text, to be sent. Compressed, its `server_time` is up to a second old. */
  whole(wallNow: number): Sendable {
    return {
      isLong: this.bare.isLong,
      plain: () => this.at(wallNow),
      as: (encoding) => this.encodedText(wallNow).as(encoding),
    };
  }

  private encodedText(wallNow: number): EncodedText {
    const age = wallNow - this.encodedAt;
    if (this.encoded === undefined || age < 0 || age > ENCODED_TIME_MS) {
      this.encodedAt = wallNow;
      this.encoded = new EncodedText(this.at(wallNow));
    }
    return this.encoded;
  }
}
