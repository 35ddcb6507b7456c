import type { HistoryHeader } from '../input/operation.ts';
import type { Told } from './history.ts';

/** The bounds of all rules that may have been in force at some moment of a time. */
export interface RuleBounds {
  readonly ttlMsLeast: number;
  readonly ttlMsMost: number;
  readonly seatsLeast: number;
  readonly seatsMost: number;
  readonly extensionsMost: number;
}

/** Something that an organiser set, at one moment of a time, or perhaps never. */
interface Setting<T> {
  readonly value: T;
  readonly fromUs: number;
  readonly toUs: number;
  readonly isSure: boolean;
}

interface RuleSet {
  readonly ttlMs: number;
  readonly seats: number;
  readonly extensions: number;
}

/** The rules of the event, whether its sale goes on and whether its doors move, as far as those know who set them. */
export class RulesInForce {
  private readonly rules: readonly Setting<RuleSet>[];
  private readonly sale: readonly Setting<string>[];
  private readonly doors: readonly Setting<string>[];

  /** @param operations of organisers */
  constructor(header: HistoryHeader, operations: readonly Told[]) {
    const { holdTtlMs, maxSeatsPerUser, holdExtensions, lateMs } = header;
    const first = <T>(value: T): Setting<T> => ({ value, fromUs: -Infinity, toUs: -Infinity, isSure: true });
    const set = <T>(op: string, valueOf: (operation: Told) => T): Setting<T>[] =>
      operations
        .filter((operation) => operation.op === op && operation.outcome !== 'refused')
        .map((operation) => {
          const { startUs, givenUpUs, outcome } = operation;
          const isSure = outcome === 'ok';
          const toUs = isSure ? givenUpUs : givenUpUs + 1_000 * lateMs;
          return { value: valueOf(operation), fromUs: startUs, toUs, isSure };
        });
    this.rules = [
      first({ ttlMs: holdTtlMs, seats: maxSeatsPerUser, extensions: holdExtensions }),
      ...set('rules', ({ asked }) => ({
        ttlMs: asked.hold_ttl_ms ?? holdTtlMs,
        seats: asked.max_seats_per_user ?? maxSeatsPerUser,
        extensions: asked.hold_extensions ?? holdExtensions,
      })),
    ];
    this.sale = [first('open'), ...set('sale', ({ asked }) => asked.state ?? '')];
    this.doors = [first('open'), ...set('doors', ({ asked }) => asked.doors ?? '')];
  }

  within(fromUs: number, toUs: number): RuleBounds {
    const sets = possible(this.rules, fromUs, toUs);
    const of = (valueOf: (set: RuleSet) => number) => sets.map(valueOf);
    return {
      ...{
        ttlMsLeast: Math.min(...of(({ ttlMs }) => ttlMs)),
        ttlMsMost: Math.max(...of(({ ttlMs }) => ttlMs)),
      },
      ...{
        seatsLeast: Math.min(...of(({ seats }) => seats)),
        seatsMost: Math.max(...of(({ seats }) => seats)),
      },
      extensionsMost: Math.max(...of(({ extensions }) => extensions)),
    };
  }

  /** Of all that there ever were. */
  get ever(): RuleBounds {
    return this.within(-Infinity, Infinity);
  }

  /** Whether nobody could take anything at any moment between, as an organiser had been told. */
  wasSurelyPaused(fromUs: number, toUs: number): boolean {
    return possible(this.sale, fromUs, toUs).every((value) => value !== 'open');
  }

  mayHaveBeenPaused(fromUs: number, toUs: number): boolean {
    return possible(this.sale, fromUs, toUs).some((value) => value !== 'open');
  }

  /** Whether nobody was let in at any moment between. */
  wereDoorsSurelyShut(fromUs: number, toUs: number): boolean {
    const isShut = possible(this.doors, fromUs, toUs).every((value) => value !== 'open');
    return isShut || this.wasSurelyPaused(fromUs, toUs);
  }
}

/** What may have been so at some moment of a time: all that was set by its end, and surely not set anew before it began. */
function possible<T>(settings: readonly Setting<T>[], fromUs: number, toUs: number): readonly T[] {
  return settings
    .filter(
      (one) =>
        one.fromUs <= toUs &&
        !settings.some((later) => later.isSure && later.fromUs > one.toUs && later.toUs < fromUs),
    )
    .map(({ value }) => value);
}
