import type { SeatState } from '@jari/contract';

/** A state's code is its place here, and its letter in `states` the one below. */
export const stateNames: readonly SeatState[] = ['available', 'held', 'reserved', 'blocked'];
const LETTERS = 'ahrb';
const BLOCKED = 3;

export function codeOf(state: SeatState): number {
  const code = stateNames.indexOf(state);
  return code === -1 ? BLOCKED : code;
}

/** Which part of the hall a seat counts towards. */
export interface Counted {
  readonly section: Uint16Array;
  readonly category: Uint8Array;
  readonly sections: { readonly length: number };
  readonly categories: { readonly length: number };
}

/**
 * The states of a large hall: one byte a seat, and the counts of what is free, kept as seats change. Who wants to
 * draw listens; nothing in here is reactive, since fifty thousand reactive seats would be.
 */
export class StateBytes {
  codes = new Uint8Array(0);
  freeCount = 0;
  blockedCount = 0;
  freeInSection = new Int32Array(0);
  freeInCategory = new Int32Array(0);
  private counted: Counted | undefined;
  private readonly listeners = new Set<(seatIds: readonly number[] | 'all') => void>();

  get seatCount(): number {
    return this.codes.length;
  }

  /** Which seat belongs where is known later than what state it is in: the drawing comes by itself. */
  countBy(counted: Counted): void {
    this.counted = counted;
    this.recount();
  }

  /** Calls back with the seats that changed; gives the function that ends it. */
  listen(listener: (seatIds: readonly number[] | 'all') => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stateOf(seatId: number): SeatState {
    return stateNames[this.codes[seatId - 1] ?? BLOCKED] ?? 'blocked';
  }

  /** One letter a seat. */
  takeLetters(letters: string): void {
    if (this.codes.length !== letters.length) this.codes = new Uint8Array(letters.length);
    for (let index = 0; index < letters.length; index++) {
      const code = LETTERS.indexOf(letters.charAt(index));
      this.codes[index] = code === -1 ? BLOCKED : code;
    }
    this.recount();
    this.tell('all');
  }

  takeSeats(seats: readonly { readonly id: number; readonly state: SeatState }[]): void {
    const count = seats.reduce((most, { id }) => Math.max(most, id), 0);
    if (this.codes.length !== count) this.codes = new Uint8Array(count);
    for (const { id, state } of seats) this.codes[id - 1] = codeOf(state);
    this.recount();
    this.tell('all');
  }

  change(seatIds: readonly number[], state: SeatState): void {
    const code = codeOf(state);
    const changed: number[] = [];
    for (const id of seatIds) {
      const before = this.codes[id - 1];
      if (before === undefined || before === code) continue;
      this.codes[id - 1] = code;
      this.count(id - 1, before, -1);
      this.count(id - 1, code, 1);
      changed.push(id);
    }
    if (changed.length > 0) this.tell(changed);
  }

  private recount(): void {
    this.freeCount = 0;
    this.blockedCount = 0;
    this.freeInSection = new Int32Array(this.counted?.sections.length ?? 0);
    this.freeInCategory = new Int32Array(this.counted?.categories.length ?? 0);
    for (let index = 0; index < this.codes.length; index++)
      this.count(index, this.codes[index] ?? BLOCKED, 1);
  }

  private count(index: number, code: number, by: number): void {
    if (code === BLOCKED) this.blockedCount += by;
    if (code !== 0) return;
    this.freeCount += by;
    if (!this.counted) return;
    const section = this.counted.section[index] ?? 0;
    const category = this.counted.category[index] ?? 0;
    this.freeInSection[section] = (this.freeInSection[section] ?? 0) + by;
    this.freeInCategory[category] = (this.freeInCategory[category] ?? 0) + by;
  }

  private tell(seatIds: readonly number[] | 'all'): void {
    for (const listener of this.listeners) listener(seatIds);
  }
}
