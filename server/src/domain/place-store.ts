import { isVacant, type OwnReservation, type UsedKey, type UserPlace } from './user-place.ts';

/** A row is five numbers: the change that made the reservation, its seat, and the key, if one was used. */
const ROW = 5;
const NO_KEY = -1;
/** Rows come in blocks, so that a growing sale copies nothing. */
const ROWS_IN_BLOCK = 4_096;

/** A row keeps nothing else of a place: whoever adds a member to one of these has to find room for it here. */
type KeptOf<T, K extends PropertyKey> = Exclude<keyof T, K> extends never ? true : never;
const isAllKept: readonly [
  KeptOf<UserPlace, 'userId' | 'hold' | 'ended' | 'reservations' | 'keys'>,
  KeptOf<OwnReservation, 'sequence' | 'seatIds'>,
  KeptOf<UsedKey, 'keyPrint' | 'wishPrint' | 'sequence' | 'atMinute'>,
] = [true, true, true];
void isAllKept;

/**
 * The places of an event's users by their names.
 *
 * In the end nearly everybody has the same: one reservation of one seat, and the key that it was made with. As
 * objects that is a dozen for each seat sold, 300 bytes, which the garbage collector visits again and again; here it
 * is a row of numbers. Places of any other kind are kept as they are. What is asked for is made anew.
 */
export class PlaceStore {
  private readonly entries = new Map<string, UserPlace | number>();
  private readonly blocks: Float64Array[] = [];
  private readonly freeRows: number[] = [];
  private rowCount = 0;

  /** How many users have something. */
  get size(): number {
    return this.entries.size;
  }

  get(userId: string): UserPlace | undefined {
    const entry = this.entries.get(userId);
    return typeof entry === 'number' ? read(this.blocks, userId, entry) : entry;
  }

  /** A place of somebody who has nothing is forgotten. Returns whether the one of before had a hold. */
  put(place: UserPlace): boolean {
    const { userId } = place;
    const before = this.entries.get(userId);
    const row = typeof before === 'number' ? before : undefined;
    if (isSimple(place)) {
      const taken = row ?? this.freeRows.pop() ?? this.rowCount++;
      this.write(taken, place);
      if (row === undefined) this.entries.set(userId, taken);
    } else {
      if (row !== undefined) this.freeRows.push(row);
      if (isVacant(place)) this.entries.delete(userId);
      else this.entries.set(userId, place);
    }
    return typeof before === 'object' && before.hold !== undefined;
  }

  *values(): Generator<UserPlace> {
    for (const [userId, entry] of this.entries) {
      yield typeof entry === 'number' ? read(this.blocks, userId, entry) : entry;
    }
  }

  /**
   * All places as they are now, whatever becomes of the store. Names and numbers are copied, 20 ms for 250,000 users;
   * places are made only when they are asked for, which takes ten times as long and need not be done in one go.
   */
  copy(): Iterable<UserPlace> {
    const userIds = [...this.entries.keys()];
    const entries = [...this.entries.values()];
    const blocks = this.blocks.map((block) => block.slice());
    return {
      *[Symbol.iterator]() {
        for (const [i, entry] of entries.entries()) {
          yield typeof entry === 'number' ? read(blocks, userIds[i] ?? '', entry) : entry;
        }
      },
    };
  }

  /** Of which something may be forgotten: all but those whose one key still counts. Of these nothing is made. */
  *mayBeStale(counts: (key: Pick<UsedKey, 'atMinute'>) => boolean): Generator<UserPlace> {
    for (const [userId, entry] of this.entries) {
      if (typeof entry === 'object') yield entry;
      else {
        const atMinute = cell(this.blocks, entry, 4);
        if (atMinute !== NO_KEY && !counts({ atMinute })) yield read(this.blocks, userId, entry);
      }
    }
  }

  /** How many reservations who has. Makes no places: whoever watches a sale asks for it every second. */
  *reservationCounts(): Generator<readonly [userId: string, count: number]> {
    for (const [userId, entry] of this.entries) {
      yield [userId, typeof entry === 'number' ? 1 : entry.reservations.length];
    }
  }

  /** Places of those who hold something now, and of some others. */
  *mayHold(): Generator<UserPlace> {
    for (const entry of this.entries.values()) if (typeof entry === 'object') yield entry;
  }

  private write(row: number, { reservations, keys }: UserPlace): void {
    const block = (this.blocks[Math.floor(row / ROWS_IN_BLOCK)] ??= new Float64Array(ROWS_IN_BLOCK * ROW));
    const own = reservations[0];
    const key = keys[0];
    const start = (row % ROWS_IN_BLOCK) * ROW;
    block[start] = own?.sequence ?? NaN;
    block[start + 1] = own?.seatIds[0] ?? NaN;
    block[start + 2] = key?.keyPrint ?? NaN;
    block[start + 3] = key?.wishPrint ?? NaN;
    block[start + 4] = key?.atMinute ?? NO_KEY;
  }
}

const NONE: readonly never[] = [];

function cell(blocks: readonly Float64Array[], row: number, column: number): number {
  return blocks[Math.floor(row / ROWS_IN_BLOCK)]?.[(row % ROWS_IN_BLOCK) * ROW + column] ?? NaN;
}

function read(blocks: readonly Float64Array[], userId: string, row: number): UserPlace {
  const column = (i: number) => cell(blocks, row, i);
  const sequence = column(0);
  const atMinute = column(4);
  return {
    userId,
    hold: undefined,
    ended: NONE,
    reservations: [{ sequence, seatIds: [column(1)] }],
    keys: atMinute === NO_KEY ? NONE : [{ keyPrint: column(2), wishPrint: column(3), sequence, atMinute }],
  };
}

/** One reservation of one seat, made with its own key or without one, and nothing else. */
function isSimple({ hold, ended, reservations, keys }: UserPlace): boolean {
  const own = reservations[0];
  const key = keys[0];
  return (
    hold === undefined &&
    ended.length === 0 &&
    reservations.length === 1 &&
    own?.seatIds.length === 1 &&
    keys.length <= 1 &&
    (key === undefined || key.sequence === own.sequence)
  );
}
