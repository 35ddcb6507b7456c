import type { SeatWish } from './best-available.ts';
import type { Amounts } from './prices.ts';
import type { LineEntry, LineWish } from './seat-line.ts';
import type { Hold } from './seat.ts';

export type { LineWish };

/** Who will have the seats, and what chance decides; drawn before deciding, because deciding is pure. */
export interface ReservationDraft {
  readonly code: string;
  readonly userName: string;
  /** E.164. */
  readonly phone: string;
  /** In [0, 1). The attempt fails on purpose when this is below the failure rate. */
  readonly lot: number;
}

/** That it was a user's turn to choose seats. Whoever makes one has seen to it that it is genuine. */
export interface Pass {
  /** When the turn ends, by the wall clock. */
  readonly endsAtMs: number;
  /** The event's last change when the turn began. */
  readonly sequence: number;
}

/** Everything that can be asked of a box office. */
export type Command =
  /** Make my hold exactly these seats. */
  | {
      readonly kind: 'hold';
      readonly userId: string;
      readonly seatIds: readonly number[];
      readonly pass?: Pass | undefined;
    }
  /** Make my hold the best seats there are. */
  | {
      readonly kind: 'holdBest';
      readonly userId: string;
      readonly wish: SeatWish;
      readonly pass?: Pass | undefined;
    }
  | { readonly kind: 'extend'; readonly userId: string; readonly through?: IntegrationName | undefined }
  | { readonly kind: 'release'; readonly userId: string }
  /** Reserve what I hold, or, when seats are named, exactly those. */
  | {
      readonly kind: 'confirm';
      readonly userId: string;
      readonly seatIds: readonly number[] | undefined;
      readonly reservation: ReservationDraft;
      readonly pass?: Pass | undefined;
      readonly through?: IntegrationName | undefined;
    }
  /** Reserve the first free seat for me. */
  | {
      readonly kind: 'assignAny';
      readonly userId: string;
      readonly reservation: ReservationDraft;
      readonly pass?: Pass | undefined;
    }
  /** Give back a reservation, named by the sequence of the change that made it. */
  | {
      readonly kind: 'cancel';
      readonly userId: string;
      readonly reservation: number;
      readonly through?: IntegrationName | undefined;
    }
  /** Take over a reservation that its owner gave away. What it cost goes along. */
  | {
      readonly kind: 'transfer';
      readonly userId: string;
      readonly from: { readonly userId: string; readonly reservation: number; readonly origin: number };
      readonly sold: Amounts & { readonly seatIds: readonly number[] };
      readonly reservation: ReservationDraft;
    }
  /** Stand in line for what is taken; standing there already is a success. */
  | {
      readonly kind: 'standInLine';
      readonly userId: string;
      readonly wish: LineWish;
      readonly pass?: Pass | undefined;
    }
  /** Give up one place in line, or all. */
  | { readonly kind: 'leaveLine'; readonly userId: string; readonly entry?: number | undefined }
  /** Offer free seats to those who could not have them before: the sale has opened, or the rules are others. */
  | { readonly kind: 'serveLine' }
  /** Send these people out of the line: the organiser's doing or, once the sale has closed, the clock's. */
  | {
      readonly kind: 'disperse';
      readonly by: OrganiserName | undefined;
      readonly userIds: readonly string[];
    }
  /** Give back the seats of holds that ran out. */
  | { readonly kind: 'expire'; readonly userIds: readonly string[] }
  /** The organiser's: take seats off sale, put them back, reserve one, free one, take everything from users. */
  | { readonly kind: 'block'; readonly by: OrganiserName; readonly seatIds: readonly number[] }
  | { readonly kind: 'unblock'; readonly by: OrganiserName; readonly seatIds: readonly number[] }
  | {
      readonly kind: 'reserveForDesk';
      readonly by: OrganiserName;
      readonly userId: string;
      readonly seatId: number;
      readonly reservation: ReservationDraft;
    }
  | { readonly kind: 'free'; readonly by: OrganiserName; readonly seatId: number }
  /** End holds of these seats, or the hold of one user. */
  | {
      readonly kind: 'endHolds';
      readonly by: OrganiserName;
      readonly of: { readonly seatIds: readonly number[] } | { readonly userId: string };
    }
  /** Cancel somebody's reservation, or some of its seats. */
  | {
      readonly kind: 'cancelFor';
      readonly by: OrganiserName;
      readonly userId: string;
      readonly reservation: number;
      readonly seatIds: readonly number[] | undefined;
    }
  /** Reserve seats for somebody who has no account here. */
  | {
      readonly kind: 'sellAtDesk';
      readonly by: OrganiserName;
      readonly userId: string;
      readonly seatIds: readonly number[];
      readonly reservation: ReservationDraft;
    }
  | { readonly kind: 'reset'; readonly by: OrganiserName; readonly userIds: readonly string[] };

/** Which organiser gave a command; stands in the log. */
export type OrganiserName = string;

/** Which shop gave a command for a user, by the name of its API key; stands in the log. */
export type IntegrationName = string;

export type CommandKind = Command['kind'];
export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>;

/** What a hold's owner is told. */
export interface HoldAnswer {
  readonly hold: Hold;
  readonly extensionsLeft: number;
}

/** What a reservation's owner is told, apart from what the owner said. */
export interface ReservedAnswer extends Amounts {
  readonly code: string;
  readonly seatIds: readonly number[];
  /** The change that made it; with the event, the reservation's name. */
  readonly sequence: number;
  /** Only the answer to a retry can say `cancelled`. */
  readonly status: 'active' | 'cancelled';
  readonly createdAt: number;
  /** Free seats of the event right after. */
  readonly remainingSeats: number;
}

export interface DoneAnswer {
  /** How many changes the command made; 0 when everything was so already. */
  readonly changeCount: number;
}

/** Whose holds were ended, and of which seats. */
export interface EndedHoldsAnswer extends DoneAnswer {
  readonly ended: readonly TakenHold[];
}

/** Seats that somebody held. */
export type TakenHold = Pick<Hold, 'userId' | 'seatIds'>;

/** What is told to somebody who stands in line. */
export interface LineAnswer {
  readonly entry: LineEntry;
  /** 1: nobody is before. */
  readonly place: number;
}

interface AnswersByKind {
  standInLine: LineAnswer;
  hold: HoldAnswer;
  holdBest: HoldAnswer;
  extend: HoldAnswer;
  confirm: ReservedAnswer;
  assignAny: ReservedAnswer;
  transfer: ReservedAnswer;
  sellAtDesk: ReservedAnswer;
  endHolds: EndedHoldsAnswer;
}

/** The answer to a command that succeeds. */
export type AnswerTo<K extends CommandKind> = K extends keyof AnswersByKind ? AnswersByKind[K] : DoneAnswer;
export type Answer = AnswerTo<CommandKind>;
