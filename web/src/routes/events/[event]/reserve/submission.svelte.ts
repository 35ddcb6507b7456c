import type { ReservationInput } from '@jari/contract';
import { api } from '#lib/api/jari.ts';
import type { Failure } from '@jari/client/outcome';
import { thenOf } from '@jari/client/then-of';
import { newKey } from '@jari/client/new-key';
import type { Hall } from '#lib/hall/hall.svelte.ts';
import { ReserveMemory, sameSeats } from '#lib/reserve/attempt.ts';
import { checkDetails, type Faults } from '#lib/reserve/check-details.ts';
import { verdictOn } from '#lib/reserve/verdict.ts';

/**
 * Where the form stands.
 *
 * editing ─submit─► sending ─► (ticket)
 *    ▲                 ├─► failed    nothing was reserved; the same request may be sent again
 *    │                 ├─► unknown   no trustworthy answer; we ask again with the same key, unasked
 *    │                 ├─► refused   for good; something has to change first
 *    │                 └─► cancelled it had gone through, and was cancelled since
 *    └──── an edit, or another seat ────┘
 */
export type Stage =
  | { readonly is: 'editing' }
  | { readonly is: 'sending' }
  | { readonly is: 'offline' }
  | { readonly is: 'cancelled' }
  | { readonly is: 'failed' | 'refused'; readonly failure: Failure }
  | { readonly is: 'unknown'; readonly checking: boolean };

const CHECKS_UNASKED_MAX = 4;
const SUBMIT_TIMEOUT_MS = 15_000;

export class Submission {
  name = $state('');
  phone = $state('');
  faults = $state.raw<Faults>({});
  stage = $state.raw<Stage>({ is: 'editing' });
  /** The seats of the draft, so that a refresh after the end of the hold still knows what was lost. */
  draftSeatIds = $state.raw<readonly number[]>([]);

  private readonly memory: ReserveMemory;
  private checksUnasked = 0;
  private checkTimer: ReturnType<typeof setTimeout> | undefined;
  private left = false;
  /** Something was sent before of which nobody knows for sure that it came to nothing: "unavailable" does not say so. */
  private wasTried = false;

  constructor(
    private readonly hall: Hall,
    private readonly onReserved: (reservationId: string) => void,
  ) {
    this.memory = new ReserveMemory(hall.event, sessionStorageIfAllowed(), newKey);
    const draft = this.memory.draft();
    this.name = draft?.name ?? '';
    this.phone = draft?.phone ?? '';
    this.draftSeatIds = draft?.seatIds ?? [];
    const attempt = this.memory.attempt();
    this.wasTried = attempt !== undefined;
    // The page went away while we waited for the answer: find out what came of it.
    if (attempt && attempt.state !== 'failed') {
      this.stage = { is: 'unknown', checking: false };
      this.checkSoon(0);
    }
    addEventListener('online', this.lookAgain);
  }

  get sending(): boolean {
    return this.stage.is === 'sending' || (this.stage.is === 'unknown' && this.stage.checking);
  }

  /** As long as the outcome is unknown, the details must stay those that were sent. */
  get locked(): boolean {
    return this.sending || this.stage.is === 'unknown';
  }

  leave(): void {
    this.left = true;
    clearTimeout(this.checkTimer);
    removeEventListener('online', this.lookAgain);
  }

  /** Something was typed: keep it, and stop complaining about it. */
  edited(field: 'name' | 'phone'): void {
    this.faults = field === 'name' ? withoutName(this.faults) : withoutPhone(this.faults);
    if (!this.locked) this.stage = { is: 'editing' };
    this.keepDraft();
  }

  keepDraft(): void {
    const seatIds = this.hall.mine.hold?.seatIds;
    if (seatIds) this.draftSeatIds = seatIds;
    this.memory.saveDraft({ name: this.name, phone: this.phone, seatIds: this.draftSeatIds });
  }

  /** The submit button. Does nothing while an answer is awaited, so a double click sends once. */
  async submit(): Promise<void> {
    if (this.sending) return;
    if (this.stage.is === 'unknown') return this.check();
    this.faults = checkDetails(this.name, this.phone);
    if (this.faults.name ?? this.faults.phone) return;
    if (!navigator.onLine) {
      this.stage = { is: 'offline' };
      return;
    }
    const input: ReservationInput = { user_name: this.name.trim(), phone: this.phone.trim() };
    this.keepDraft();
    this.checksUnasked = 0;
    this.stage = { is: 'sending' };
    await this.send(JSON.stringify(input), this.hall.mine.hold?.seatIds ?? this.draftSeatIds);
  }

  /** Sends the attempt of unknown outcome once more, unchanged. */
  async check(): Promise<void> {
    clearTimeout(this.checkTimer);
    if (this.sending) return;
    const attempt = this.memory.attempt();
    if (!attempt) {
      this.stage = { is: 'editing' };
      return;
    }
    this.stage = { is: 'unknown', checking: true };
    const { mine } = this.hall;
    // After a reload this may come before the server has said what is held. Until then it might reserve other seats.
    if (!mine.known) await mine.refresh({ quietly: true });
    if (!mine.known) return this.noAnswer();
    const held = mine.hold?.seatIds;
    if (held && !sameSeats(held, attempt.seatIds)) await this.look(attempt.seatIds);
    else await this.send(attempt.body, attempt.seatIds);
  }

  /**
   * Other seats were taken since. An attempt reserves what is held, so that sent once more it might reserve these, for
   * which nobody has asked; what came of it for the former ones is read instead.
   */
  private async look(seatIds: readonly number[]): Promise<void> {
    const { mine } = this.hall;
    if (!(await mine.refresh({ quietly: true }))) return this.noAnswer();
    this.memory.forgetAttempt();
    this.stage = { is: 'editing' };
    const made = mine.reservations.find(({ seats }) => seats.some(({ id }) => seatIds.includes(id)));
    if (made && !this.left) this.onReserved(made.id);
  }

  /** The visitor took another seat: what was refused before no longer matters. */
  tookSeat(): void {
    if (this.stage.is === 'sending' || this.stage.is === 'unknown') return;
    this.memory.forgetAttempt();
    this.stage = { is: 'editing' };
    this.keepDraft();
  }

  private async send(body: string, seatIds: readonly number[]): Promise<void> {
    const attempt = this.memory.begin(body, seatIds);
    const outcome = await this.hall.mine.act(() =>
      api.reserve(this.hall.event, attempt.body, attempt.key, SUBMIT_TIMEOUT_MS),
    );
    const verdict = verdictOn(outcome, seatIds);
    switch (verdict.is) {
      case 'reserved':
        this.memory.clear();
        this.hall.mine.reserved(verdict.reservation);
        this.hall.line?.used();
        if (!this.left) this.onReserved(verdict.reservation.id);
        return;
      case 'unknown':
        this.wasTried = true;
        return this.noAnswer();
      case 'failed':
        // The key isn't used up: the next try with these details is the same request.
        this.memory.mark('failed');
        this.wasTried = true;
        this.stage = verdict;
        return;
      case 'faulty':
        this.memory.forgetAttempt();
        this.faults = verdict.faults;
        this.stage = { is: 'editing' };
        return;
      case 'lost':
        this.memory.forgetAttempt();
        // An earlier try may have used the hold up: then we have a ticket, not a loss.
        if (this.wasTried) await this.hall.mine.refresh({ quietly: true });
        this.wasTried = false;
        this.hall.mine.markLost(verdict.seatIds);
        this.stage = { is: 'refused', failure: verdict.failure };
        return;
      case 'cancelled':
        // The key has done its work; taking the seats again is a new request.
        this.memory.forgetAttempt();
        await this.hall.mine.refresh({ quietly: true });
        this.stage = { is: 'cancelled' };
        return;
      case 'refused':
        this.memory.forgetAttempt();
        this.stage = verdict;
    }
  }

  /** What came of the attempt is still to be found out. Unasked this is tried a few times only. */
  private noAnswer(): void {
    this.memory.mark('unknown');
    this.stage = { is: 'unknown', checking: false };
    if (this.left || this.checksUnasked >= CHECKS_UNASKED_MAX) return;
    this.checkSoon(1_000 * 2 ** this.checksUnasked++);
  }

  private checkSoon(ms: number): void {
    clearTimeout(this.checkTimer);
    this.checkTimer = setTimeout(() => void this.check(), ms);
  }

  /** The network or the server is back: an attempt of unknown outcome asks again. */
  readonly lookAgain = () => {
    if (this.stage.is === 'unknown' && !this.stage.checking) this.checkSoon(200);
  };
}

/** True for the refusals after which the seats are no longer ours. */
export function lostTheSeats(failure: Failure): boolean {
  return thenOf(failure) === 'choose_again';
}

function withoutName(faults: Faults): Faults {
  return faults.phone ? { phone: faults.phone } : {};
}

function withoutPhone(faults: Faults): Faults {
  return faults.name ? { name: faults.name } : {};
}

function sessionStorageIfAllowed(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
