import type { WaitingLineStore } from './waiting-line-store.ts';

/**
 * Who may come to the box office: the duplicate check and queue numbers, and the hold keys by which the
 * gateway refuses early. It may refuse; it never grants a seat.
 */
export interface AdmissionStore extends WaitingLineStore {
  /**
   * Atomically: gives the next queue number of the event to a user (and an address, unless null) who has
   * none, and remembers it for `ttlMs`. A repeat never gets a second number. Where the event has a line that
   * has been advanced, its rules say from when until when people may come, what work it takes, and for how long they
   * are remembered. A challenge counts once: who leaves and comes again proves another.
   */
  join(request: JoinRequest): Promise<JoinResult>;

  /** Forgets the queue numbers, everybody who joined, and the line. */
  reset(eventId: string): Promise<void>;

  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface JoinRequest {
  readonly eventId: string;
  readonly userId: string;
  readonly ip: string | null;
  readonly ttlMs: number;
  /** The request's own name: one that comes again, because its answer was lost on the way, is told the same. */
  readonly requestId: string;
  /** What was proven with the request, if anything was. */
  readonly work?: ProvenWork | undefined;
}

/** A proof of work that has been checked, but for whether it was used before. */
export interface ProvenWork {
  readonly bits: number;
  /** The challenge it is for, in short. */
  readonly mark: string;
}

/** How long a challenge is taken, and so how long one that was used is remembered; finish.lua has it as well. */
export const CHALLENGE_LIFE_MS = 10 * 60_000;

export type JoinResult =
  | { readonly joined: true; readonly queueNumber: number; readonly expiresInMs: number }
  | {
      readonly joined: false;
      /** Whose earlier visit stands in the way. */
      readonly because: 'user' | 'ip';
      readonly queueNumber: number;
      readonly expiresInMs: number;
    }
  /** Nobody may line up any more. */
  | {
      readonly joined: false;
      readonly because: 'closed';
      readonly queueNumber?: never;
      readonly expiresInMs?: never;
    }
  /** Lining up takes a proof of so many bits, for a challenge that was not used before. */
  | {
      readonly joined: false;
      readonly because: 'work';
      readonly bits: number;
      readonly queueNumber?: never;
      readonly expiresInMs?: never;
    }
  /** Nobody may line up yet. */
  | {
      readonly joined: false;
      readonly because: 'early';
      readonly opensInMs: number;
      readonly queueNumber?: never;
      readonly expiresInMs?: never;
    };

/** What is so as of a change of the event's log. */
export interface HoldNote {
  readonly seatId: number;
  readonly sequence: number;
  /** Null when the seat is not held (any more). */
  readonly holder: {
    readonly userId: string;
    readonly remainingMs: number;
    /** Only of a seat that has just been taken. */
    readonly takenMsAgo?: number;
  } | null;
}
