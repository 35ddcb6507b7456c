import type { DoorRules, EndedEarly, LineState, Turn } from '../../domain/waiting-line.ts';
import { RACE_MS } from '../../domain/refusal.ts';
import type { AdmissionStore, HoldNote, JoinRequest, JoinResult } from '../../ports/admission-store.ts';
import type { ShieldReading } from '../../ports/hold-shield.ts';
import { lineMemoryMs, type Leaver } from '../../ports/waiting-line-store.ts';
import { createClient, within, type RedisClient } from './client.ts';
import { silentRedisObserver, StateTeller, type RedisObserver } from './observer.ts';
import { runScript, scripts, type Script } from './scripts.ts';
import type { RedisTarget } from './target.ts';

/** Within which every call is answered, one way or the other. */
const DEFAULT_CALL_TIMEOUT_MS = 1_000;
/** How many notes one run of the script takes; it blocks Redis for about a millisecond. */
const NOTES_PER_SCRIPT = 500;
/** How long a noted sequence outlives its hold. Longer than any note can be on its way. */
const REMEMBER_NOTE_MS = 60_000;
/** Longer than people may line up before an opening. */
const REMEMBER_EARLY_MS = 8 * 24 * 3_600_000;

/**
 * Admission in Redis, shared by all instances.
 *
 * Modes, and what leads from one to the next:
 *
 *   connecting ──ready──► connected ──connection lost, or silent for 3 s──► reconnecting ──► connected …
 *
 * While it connects for the first time, calls wait for that within their timeout; afterwards a call that
 * finds no connection rejects at once, and none waits for longer than a second. A call that rejects may
 * still have happened: joining again gives the same number, and notes carry their order.
 *
 * Redis may lose what it acknowledged (restarted empty, failover). Then people can join again and get new
 * numbers: admission is a courtesy, and the box office is the authority.
 */
export class RedisAdmissionStore implements AdmissionStore {
  private readonly client: RedisClient;
  private readonly state: StateTeller;
  private readonly recoveredListeners: (() => void)[] = [];
  private readonly firstReady: Promise<unknown>;
  private hasBeenReady = false;

  constructor(
    target: RedisTarget,
    observer: RedisObserver = silentRedisObserver,
    private readonly callTimeoutMs: number = DEFAULT_CALL_TIMEOUT_MS,
  ) {
    this.client = createClient(target, 'admission', 'steady');
    this.state = new StateTeller('admission', observer);
    this.firstReady = new Promise((resolve) => this.client.once('ready', resolve));
    this.client.on('ready', () => this.recover());
    this.client.on('close', () => this.state.lost());
    this.client.on('error', (error) => observer.failed('admission', error));
  }

  async join({ eventId, userId, ip, ttlMs, requestId, work }: JoinRequest): Promise<JoinResult> {
    const prefix = `fcfs:{${eventId}}`;
    const keys = [`${prefix}:user:${userId}`, `${prefix}:seq`, `${prefix}:epoch`, `line:{${eventId}}`];
    keys.push(spentKey(eventId, userId));
    if (ip !== null) keys.push(`${prefix}:ip:${ip}`);
    const proven = work === undefined ? [0, ''] : [work.bits, work.mark];
    const reply = await this.run(scripts.join, keys, [Math.max(1, Math.ceil(ttlMs)), requestId, ...proven]);
    const [verdict = 0, queueNumber = 0, expiresInMs = 0] = numbersOf(reply, 3);
    if (verdict === 3) return { joined: false, because: 'early', opensInMs: expiresInMs };
    if (verdict === 4) return { joined: false, because: 'closed' };
    if (verdict === 5) return { joined: false, because: 'work', bits: queueNumber };
    if (verdict === 0) return { joined: true, queueNumber, expiresInMs };
    return { joined: false, because: verdict === 1 ? 'user' : 'ip', queueNumber, expiresInMs };
  }

  async reset(eventId: string): Promise<void> {
    await this.run(
      scripts.reset,
      [
        ...[`fcfs:{${eventId}}:epoch`, `fcfs:{${eventId}}:seq`],
        ...[...lineKeys(eventId), earlyKey(eventId), endedKey(eventId)],
      ],
      [],
    );
  }

  async advanceLine(eventId: string, rules: DoorRules, nowMs: number, sequence: number): Promise<LineState> {
    const reply = await this.run(
      scripts.advanceLine,
      [...lineKeys(eventId), `fcfs:{${eventId}}:seq`],
      [
        ...[rules.admittedPerMinute, rules.activeMax, rules.turnTtlMs],
        ...[rules.opensAtMs ?? 0, rules.preQueueMs, rules.closesAtMs ?? 0, rules.isPaused ? 1 : 0],
        ...[lineMemoryMs(rules), Math.floor(nowMs), sequence, rules.proofOfWorkBits],
      ],
    );
    const [joined = 0, preQueued = 0, serving = 0, overTo = 0, active = 0] = numbersOf(reply, 5);
    return { joined, serving, overTo, active, preQueued: preQueued < 0 ? null : preQueued };
  }

  async numberOf(eventId: string, userId: string): Promise<number | undefined> {
    const prefix = `fcfs:{${eventId}}`;
    const [entry, epoch] = await this.call((client) =>
      client.mget(`${prefix}:user:${userId}`, `${prefix}:epoch`),
    );
    const [entryEpoch, number] = entry?.split(':') ?? [];
    return number !== undefined && entryEpoch === (epoch ?? '0') ? Number(number) : undefined;
  }

  async turnOf(eventId: string, rules: DoorRules, place: number): Promise<Turn> {
    const reply = await this.run(scripts.turn, lineKeys(eventId), [place, rules.turnTtlMs]);
    const [verdict, endsAtMs = 0, sequence = 0] = numbersOf(reply, 3);
    if (verdict === 1) return { is: 'served', endsAtMs, sequence };
    return { is: verdict === 0 ? 'waiting' : verdict === 2 ? 'done' : 'over' };
  }

  async finishTurn(eventId: string, place: number): Promise<void> {
    await this.run(scripts.finish, finishKeys(eventId), [place]);
  }

  async leaveLine(eventId: string, { userId, ip, number, place }: Leaver): Promise<void> {
    const keys = [...finishKeys(eventId), `fcfs:{${eventId}}:user:${userId}`, spentKey(eventId, userId)];
    if (ip !== null) keys.push(`fcfs:{${eventId}}:ip:${ip}`);
    await this.run(scripts.finish, keys, [place ?? 0]);
    if (place !== null) return;
    const early = earlyKey(eventId);
    await this.call((client) => client.sadd(early, number));
    await this.call((client) => client.pexpire(early, REMEMBER_EARLY_MS));
  }

  async endedEarly(eventId: string, from: number): Promise<EndedEarly> {
    const key = endedKey(eventId);
    // The last one that is known comes along, so that an answer without it tells of a list that began anew.
    const known = Math.max(0, from - 1);
    const listed = (await this.call((client) => client.lrange(key, known, -1))).map(Number);
    if (from > 0 && listed.length === 0) return this.endedEarly(eventId, 0);
    return { count: known + listed.length, places: listed.slice(from - known) };
  }

  async takeLeftEarly(eventId: string, most: number): Promise<readonly number[]> {
    return (await this.call((client) => client.spop(earlyKey(eventId), most))).map(Number);
  }

  async dissolveLine(eventId: string): Promise<void> {
    await this.call((client) => client.del(...lineKeys(eventId), earlyKey(eventId), endedKey(eventId)));
  }

  /**
   * Brings the hold keys of seats up to date; a note that is older than what is known of its seat changes
   * nothing. Resolves to false when Redis remembered no note of the event before: these are its first for a
   * while, or Redis has been emptied.
   */
  async noteHolds(eventId: string, notes: readonly HoldNote[]): Promise<boolean> {
    let hadNotes = true;
    for (let i = 0; i < notes.length; i += NOTES_PER_SCRIPT) {
      const some = notes.slice(i, i + NOTES_PER_SCRIPT);
      const keys = some.map(({ seatId }) => `seat:{${eventId}}:${seatId}:hold`);
      const args = some.flatMap(({ seatId, sequence, holder }) => [
        seatId,
        sequence,
        holder?.userId ?? '',
        Math.max(0, Math.ceil(holder?.remainingMs ?? 0)),
        holder?.takenMsAgo === undefined ? '' : Math.max(0, Math.round(holder.takenMsAgo)),
      ]);
      const had = await this.run(
        scripts.noteHolds,
        [notedKey(eventId), `seat:{${eventId}}:taken`, ...keys],
        [REMEMBER_NOTE_MS, RACE_MS, ...args],
      );
      if (i === 0) hadNotes = had === 1;
    }
    return hadNotes;
  }

  /**
   * Whether Redis remembers any note of the event. Notes outlive their holds, so an event with a hold whose
   * notes are gone means that Redis has been emptied.
   */
  async hasNotes(eventId: string): Promise<boolean> {
    return (await this.call((client) => client.exists(notedKey(eventId)))) === 1;
  }

  /** What is there for some seats, as of one moment; see look-at-holds.lua. */
  async lookAtHolds(eventId: string, seatIds: readonly number[]): Promise<ShieldReading> {
    const keys = seatIds.map((seatId) => `seat:{${eventId}}:${seatId}:hold`);
    const reply = await this.run(
      scripts.lookAtHolds,
      [notedKey(eventId), `seat:{${eventId}}:taken`, ...keys],
      [],
    );
    // The script gives nothing but texts and whole numbers.
    const found = (Array.isArray(reply) ? reply : []) as readonly (string | number)[];
    const readings = seatIds.map((seatId, i) => {
      const userId = String(found[2 * i + 1] ?? '');
      return { seatId, userId: userId === '' ? undefined : userId, leftMs: Number(found[2 * i + 2]) };
    });
    return { keys: readings, lastingKeys: Number(found[0]) };
  }

  /** Forgets which changes were noted: their numbers say nothing about those of another history. */
  async forgetNotes(eventId: string): Promise<void> {
    await this.call((client) => client.del(notedKey(eventId)));
  }

  /** Calls back when Redis is there again after it was lost; it may have been emptied meanwhile. */
  onRecovered(listener: () => void): void {
    this.recoveredListeners.push(listener);
  }

  /** Resolves when Redis can be read, in a cluster on the node of a key. */
  async ping(): Promise<void> {
    await this.call((client) => client.exists('jari:ping'));
  }

  close(): Promise<void> {
    this.state.close();
    this.client.disconnect();
    return Promise.resolve();
  }

  private run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.call((client) => runScript(client, script, keys, args));
  }

  private call<T>(send: (client: RedisClient) => Promise<T>): Promise<T> {
    // Once it has been ready, the client itself rejects at once what it cannot send.
    const sent = this.firstReady.then(() => send(this.client));
    return within(this.callTimeoutMs, 'Redis', sent);
  }

  private recover(): void {
    this.state.connected();
    if (this.hasBeenReady) for (const listener of this.recoveredListeners) listener();
    this.hasBeenReady = true;
  }
}

function notedKey(eventId: string): string {
  return `seat:{${eventId}}:noted`;
}

function lineKeys(eventId: string): readonly string[] {
  const line = `line:{${eventId}}`;
  return [line, `${line}:steps`, `${line}:done`, `${line}:gone`];
}

/** The challenge for which a user who has left had proven work. */
function spentKey(eventId: string, userId: string): string {
  return `fcfs:{${eventId}}:work:${userId}`;
}

/** The numbers that were left while nobody had a place yet. */
function earlyKey(eventId: string): string {
  return `line:{${eventId}}:early`;
}

/** The places whose turns were used or given back before they were over. */
function endedKey(eventId: string): string {
  return `line:{${eventId}}:ended`;
}

function finishKeys(eventId: string): readonly string[] {
  const line = `line:{${eventId}}`;
  return [line, `${line}:done`, `${line}:gone`, `fcfs:{${eventId}}:seq`, endedKey(eventId)];
}

function numbersOf(reply: unknown, count: number): readonly number[] {
  if (Array.isArray(reply) && reply.length === count) return reply.map(Number);
  throw new Error('Redis gave an answer that the script cannot have given');
}
