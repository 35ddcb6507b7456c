import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { POSITION_EVENT, type ChangeList, type SeatChange, type StreamPosition } from '@jari/contract';
import { readPosition, verifyLog } from '../../rehearsal/src/verify-log/verify.ts';
import { readEvents } from '../rig/read-events.ts';

/** What was seen from outside, as anybody sees it. */
export interface OutsideView {
  readonly findings: readonly string[];
  /** The change at which snapshot, changes, stream and states were compared. */
  readonly sequence: number;
  /** Changes in the exported log. */
  readonly loggedChanges: number;
}

interface Hall {
  readonly position: string;
  readonly sequence: number;
  /** A letter a seat. */
  readonly states: string;
}

/** How long a stream may be behind, and servers behind each other. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 20;

/** Compares what a stream tells, what the states say and what the changes amount to, and proves the exported log. */
export async function lookFromOutside(url: string, event: string, token: string): Promise<OutsideView> {
  const path = `${url}/api/v1/events/${encodeURIComponent(event)}`;
  const stop = new AbortController();
  try {
    const stream = new Watched(await answerOf(`${path}/stream`, { signal: stop.signal }));
    const start = await stream.start();
    const states = await untilAtLeast(`${path}/states`, start.sequence);
    const findings: string[] = [];
    await stream.reach(states.sequence);
    const told = after(start.states, stream.changes, states.sequence);
    if (told !== states.states) findings.push('a stream has told another hall than the states show');
    const missed = await changesBetween(path, start, states.sequence);
    if (missed === undefined) findings.push('the changes do not continue what a stream began with');
    else if (after(start.states, missed, states.sequence) !== states.states) {
      findings.push('snapshot and changes do not amount to the states');
    }
    if (stream.hasGap) findings.push('a stream has left out a change');
    const log = await provenLog(url, event, token, [start.position, states.position]);
    return {
      findings: [...findings, ...log.findings],
      sequence: states.sequence,
      loggedChanges: log.changes,
    };
  } finally {
    stop.abort();
  }
}

/** A stream of an event, and everything that it has told since it began. */
class Watched {
  readonly changes: SeatChange[] = [];
  hasGap = false;
  private first: Hall | undefined;
  private hasEnded = false;

  constructor(answer: Response) {
    this.read(answer)
      .catch(() => undefined)
      .finally(() => (this.hasEnded = true));
  }

  async start(): Promise<Hall> {
    await this.until(() => this.first !== undefined, 'its snapshot');
    if (this.first === undefined) throw new Error('The stream has not begun.');
    return this.first;
  }

  async reach(sequence: number): Promise<void> {
    await this.until(() => this.sequence >= sequence, `change ${sequence}`);
  }

  private get sequence(): number {
    return this.changes.at(-1)?.sequence ?? this.first?.sequence ?? -1;
  }

  private async until(isSo: () => boolean, what: string): Promise<void> {
    for (let waitedMs = 0; !isSo(); waitedMs += LOOK_EVERY_MS) {
      if (this.hasEnded || waitedMs > PATIENCE_MS) throw new Error(`A stream did not tell ${what}.`);
      await delay(LOOK_EVERY_MS);
    }
  }

  private async read(answer: Response): Promise<void> {
    for await (const { event, data } of readEvents(answer)) {
      if (event === 'snapshot') {
        // Another one later means that the hall was loaded anew; what was told before is not continued.
        this.first = hallOf(JSON.parse(data) as Shown);
        this.changes.length = 0;
      } else if (event === POSITION_EVENT) {
        this.hasGap ||= (JSON.parse(data) as StreamPosition).sequence > this.sequence;
      } else if (this.first !== undefined && data.startsWith('{"sequence"')) {
        const change = JSON.parse(data) as SeatChange;
        this.hasGap ||= change.sequence !== this.sequence + 1;
        this.changes.push(change);
      }
    }
  }
}

/** A SeatList or SeatStates, of which only this is read. */
interface Shown {
  readonly position: string;
  readonly sequence: number;
  readonly states?: string;
  readonly seats?: readonly { readonly state: string }[];
}

function hallOf({ position, sequence, states, seats }: Shown): Hall {
  return { position, sequence, states: states ?? (seats ?? []).map(({ state }) => state.charAt(0)).join('') };
}

function after(states: string, changes: readonly SeatChange[], upTo: number): string {
  const letters = [...states];
  for (const { sequence, state, seat_ids } of changes) {
    if (sequence > upTo) break;
    for (const id of seat_ids) letters[id - 1] = state.charAt(0);
  }
  return letters.join('');
}

/** Behind a gateway the answer may come from its cache, or from a server that is a moment behind. */
async function untilAtLeast(url: string, sequence: number): Promise<Hall> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const hall = hallOf((await (await answerOf(url)).json()) as Shown);
    if (hall.sequence >= sequence) return hall;
    if (waitedMs > PATIENCE_MS)
      throw new Error(`The states stay behind: ${hall.sequence} instead of ${sequence}.`);
    await delay(LOOK_EVERY_MS);
  }
}

async function changesBetween(path: string, from: Hall, upTo: number): Promise<SeatChange[] | undefined> {
  const changes: SeatChange[] = [];
  let { position, sequence } = from;
  for (let waitedMs = 0; sequence < upTo;) {
    const list = (await (
      await answerOf(`${path}/changes?after=${encodeURIComponent(position)}`)
    ).json()) as ChangeList;
    if (list.reload) return undefined;
    changes.push(...list.changes);
    position = list.position;
    const reached = list.changes.at(-1)?.sequence ?? sequence;
    const isFarther = reached > sequence;
    sequence = reached;
    // A server that tells the same again and again must not keep the audit for ever.
    if (isFarther) continue;
    waitedMs += LOOK_EVERY_MS;
    if (waitedMs > PATIENCE_MS) return undefined;
    await delay(LOOK_EVERY_MS);
  }
  return changes;
}

async function provenLog(url: string, event: string, token: string, shown: readonly string[]) {
  const answer = await answerOf(`${url}/api/v1/admin/events/${encodeURIComponent(event)}/log`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const body = await answer.text();
  const lines = createInterface({ input: Readable.from([body]), crlfDelay: Infinity });
  const positions = shown.flatMap((text) => readPosition(text) ?? []);
  const { changes, findings } = await verifyLog(lines, positions);
  return { changes, findings: findings.map(({ line, problem }) => `exported log, line ${line}: ${problem}`) };
}

async function answerOf(url: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answers ${answer.status}.`);
  return answer;
}
