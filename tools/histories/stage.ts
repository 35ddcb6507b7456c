import type { EventDetails, EventInput } from '@jari/contract';
import { headerOf, type HistoryHeader } from '../../rehearsal/src/history/header.ts';
import type { History } from '../../rehearsal/src/history/history.ts';
import { Organiser } from '../../rehearsal/src/organiser/organiser.ts';
import { Records } from '../../rehearsal/src/records/records.ts';
import { StreamWatches } from '../../rehearsal/src/watch/stream-watches.ts';
import type { Question } from '../../rehearsal/src/wire/messages.ts';
import type { Wire } from '../../rehearsal/src/wire/wire.ts';
import type { House } from './house.ts';
import { RULES } from './rules.ts';

/** What a round is played on. */
export interface Stage {
  readonly header: HistoryHeader;
  readonly details: EventDetails;
  readonly streams: StreamWatches | undefined;
  readLog(): Promise<readonly string[]>;
}

/** A hall in which people hardly meet, and one in which they always do. */
const HALLS = [
  { rows: 16, seats_per_row: 25 },
  { rows: 4, seats_per_row: 10 },
] as const;
const STREAMS = 4;
const ROOM_SHARE = 0.25;
const LARGE_SHARE = 0.6;

/** An event that is made for the round, watched by some. */
export async function openOwnStage(
  house: House,
  wire: Wire,
  history: History,
  number: number,
  draw: () => number,
): Promise<Stage> {
  const organiser = new Organiser(wire, house.token);
  const room = draw() < ROOM_SHARE;
  const hall = draw() < LARGE_SHARE ? HALLS[0] : HALLS[1];
  const event = await organiser.open(`rehearsal-history-${String(number)}`, {
    ...inputFor(hall),
    rules: { ...RULES, is_rehearsal: true },
    waiting_room: room
      ? {
          ...{ admitted_per_minute: 60_000, active_max: 10_000, turn_ttl_seconds: 600 },
          ...{ pre_queue_minutes: 0, order: 'arrival' },
        }
      : null,
  });
  const streams = new StreamWatches(house.url, event, new Records(), STREAMS, history);
  return {
    ...{ header: headerOf(event, house.isOneServer), details: event.details, streams },
    readLog: () => organiser.log(event),
  };
}

/** The event `default`, emptied: the only one that gives seats without a choice. Its log goes on from round to round. */
export async function openDefaultStage(house: House, wire: Wire): Promise<Stage> {
  const organiser = new Organiser(wire, house.token);
  const ask = async (question: Question): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await wire.ask({ ...question, headers: { authorization: `Bearer ${house.token}` } });
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new Error(
      `${question.method} ${question.path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`,
    );
  };
  const path = '/api/v1/events/default';
  await ask({ method: 'PUT', path, body: { ...inputFor({ rows: 3, seats_per_row: 3 }), rules: RULES } });
  await ask({ method: 'POST', path: '/api/v1/seats/reset' });
  const details = await organiser.read('default');
  const { sequence } = await ask({ method: 'GET', path: `${path}/states` });
  const event = { id: 'default', seatCount: 9, details };
  return {
    header: { ...headerOf(event, house.isOneServer), after_sequence: Number(sequence) },
    ...{ details, streams: undefined },
    readLog: () => organiser.log(event),
  };
}

function inputFor(hall: NonNullable<EventInput['hall']>): EventInput {
  return {
    ...{ title: 'A history', venue: 'Here', starts_at: '2099-01-01T19:00:00Z', hall },
    ...{ currency: 'KRW', prices: { standard: 10_000 } },
  };
}
