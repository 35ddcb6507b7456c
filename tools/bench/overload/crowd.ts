import { setTimeout as delay } from 'node:timers/promises';
import { connectCrowd, type CrowdSocket, type Reply } from '../../rig/crowd-socket.ts';
import { requestText } from '../../rig/lean-connection.ts';

export interface CrowdOptions {
  readonly url: string;
  readonly event: string;
  readonly seats: number;
  /** People who are there at any time: who has reserved, or given up, is followed by another. */
  readonly people: number;
  /** Whether those who are told to come later do so, as our page does; otherwise they ask again at once. */
  readonly isPolite: boolean;
  readonly warmUpS: number;
  readonly seconds: number;
}

export interface CrowdResult {
  readonly reservationsPerS: number;
  /** Holds and confirmations that were answered by a decision, whichever it was. */
  readonly decisionsPerS: number;
  readonly requestsPerS: number;
  readonly acceptedMsP50: number;
  readonly acceptedMsP99: number;
  readonly holdsRefused: number;
  readonly confirmsRefused: number;
  readonly confirms: number;
  readonly unanswered: number;
  /** Of those who came back when they were told to, how many were served then. */
  readonly servedAtReturn: number;
}

/** So many connections come from one address. */
const PER_ADDRESS = 200;

/** People who each hold a seat and reserve it, all of them at once and without a pause. */
export async function crowd(options: CrowdOptions): Promise<CrowdResult> {
  const sockets = await connectCrowd(options.url, options.people, PER_ADDRESS);
  const endAt = performance.now() + (options.warmUpS + options.seconds) * 1_000;
  const tally = new Tally(performance.now() + options.warmUpS * 1_000);
  await Promise.all(
    sockets.map(async (socket, i) => {
      // Nobody's finger falls in the same millisecond as everybody else's.
      await delay(Math.random() * 500);
      for (let n = 0; performance.now() < endAt; n++) {
        await reserve(options, socket, `${options.event}-${i}-${n}`, tally, endAt);
      }
      socket.close();
    }),
  );
  return tally.result(options.seconds);
}

async function reserve(
  options: CrowdOptions,
  socket: CrowdSocket,
  user: string,
  tally: Tally,
  endAt: number,
): Promise<void> {
  const path = `/api/v1/events/${options.event}`;
  const headers = { 'x-user-id': user };
  const isHeld = await until(options, tally, 'hold', endAt, () => {
    const seat = 1 + Math.floor(Math.random() * options.seats);
    return socket.ask(
      requestText({ method: 'PUT', path: `${path}/hold`, headers, body: `{"seat_ids":[${seat}]}` }),
    );
  });
  if (!isHeld) return;
  const body = '{"user_name":"Somebody","phone":"01012345678"}';
  const confirm = requestText({ method: 'POST', path: `${path}/reservations`, headers, body });
  await until(options, tally, 'confirm', endAt, () => socket.ask(confirm));
}

/** True when it was granted; false when it was refused for good, or the time is over. */
async function until(
  { isPolite }: CrowdOptions,
  tally: Tally,
  kind: 'hold' | 'confirm',
  endAt: number,
  ask: () => Promise<Reply>,
): Promise<boolean> {
  for (let returns = 0; performance.now() < endAt; returns++) {
    const reply = await ask();
    tally.note(kind, reply, returns > 0);
    if (reply.status === 200 || reply.status === 201) return true;
    if (reply.status === 409) continue;
    if (reply.status !== 503 && reply.status !== 429 && reply.status !== 0) {
      throw new Error(`a ${kind} was answered ${reply.status}`);
    }
    if (isPolite) await delay((reply.retryAfterS || 1) * 1_000 * (1 + Math.random() / 4));
  }
  return false;
}

class Tally {
  private readonly tookMs: number[] = [];
  private reservations = 0;
  private decisions = 0;
  private requests = 0;
  private readonly refused = { hold: 0, confirm: 0 };
  private readonly asked = { hold: 0, confirm: 0 };
  private unanswered = 0;
  private returns = 0;
  private servedReturns = 0;

  constructor(private readonly countsFrom: number) {}

  note(kind: 'hold' | 'confirm', { status, tookMs }: Reply, isReturn: boolean): void {
    if (performance.now() < this.countsFrom) return;
    this.requests++;
    this.asked[kind]++;
    if (isReturn && status !== 409) this.returns++;
    if (status === 0) this.unanswered++;
    else if (status === 503 || status === 429) this.refused[kind]++;
    else {
      this.decisions++;
      this.tookMs.push(tookMs);
      if (status === 201) this.reservations++;
      if (isReturn && status !== 409) this.servedReturns++;
    }
  }

  result(seconds: number): CrowdResult {
    const sorted = this.tookMs.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;
    return {
      reservationsPerS: this.reservations / seconds,
      decisionsPerS: this.decisions / seconds,
      requestsPerS: this.requests / seconds,
      acceptedMsP50: at(0.5),
      acceptedMsP99: at(0.99),
      holdsRefused: this.refused.hold,
      confirmsRefused: this.refused.confirm,
      confirms: this.asked.confirm,
      unanswered: this.unanswered,
      servedAtReturn: this.returns === 0 ? NaN : this.servedReturns / this.returns,
    };
  }
}
