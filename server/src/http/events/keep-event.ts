import type { BoxOffice } from '../../box-office/box-office.ts';
import type { Event, EventDescription } from '../../domain/event.ts';
import { invalid, ProblemError } from '../problem.ts';
import type { RouteContext } from '../route-context.ts';
import { withLedger } from '../with-ledger.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { isMet, type EventCondition } from './event-version.ts';

/** How often an event is described anew because somebody else has just changed it. */
const ATTEMPTS_MAX = 5;

type Context = Pick<RouteContext, 'offices' | 'admission' | 'doors' | 'trail'>;

export interface KeptEvent {
  readonly outcome: 'created' | 'updated';
  readonly event: Event;
}

/**
 * Creates an event or changes it, and has its doors know at once. It is made from one version and kept only if it still
 * has that one; else it is made again from what somebody else has made of it meanwhile, so that whoever pauses a sale
 * takes back nobody's title. Whoever has said from which version they know it is refused instead.
 *
 * @param describe what it is to be, made from what it is; undefined: there is none yet
 */
export async function keepEvent(
  context: Context,
  eventId: string,
  condition: EventCondition,
  describe: (known: BoxOffice | undefined) => EventDescription | Promise<EventDescription>,
): Promise<KeptEvent> {
  const { offices } = context;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    let known = await withLedger(offices.get(eventId));
    if (!isMet(condition, known)) {
      // This instance may be the one that has not heard of the last change.
      await withLedger(offices.lookAt(eventId));
      known = await withLedger(offices.get(eventId));
      if (!isMet(condition, known)) throw await changedMeanwhile(context, eventId, condition);
    }
    // What it is made from: describing may take a while, in which somebody else may change it.
    const before = known?.seatMap.event;
    const kept = await put(context, await describe(known), before);
    if (kept !== undefined) return kept;
  }
  throw new ProblemError('contention');
}

/** Creates an event of which there must be none. */
export async function makeEvent(context: Context, described: EventDescription): Promise<KeptEvent> {
  const made = await put(context, described, undefined);
  if (made === undefined) throw invalid('event', 'is taken: there is an event of this id already');
  return made;
}

/**
 * Undefined when there is another version of it by now. A hall that people depend on already stays as it is.
 *
 * @param before what it was made from
 */
async function put(
  { offices, admission, doors }: Context,
  described: EventDescription,
  before: Event | undefined,
): Promise<KeptEvent | undefined> {
  const { eventId, rules, layout } = described;
  // Whoever has a number from before the room stands in no line.
  const isNewRoom = rules.waitingRoom !== null && (before?.rules.waitingRoom ?? null) === null;
  if (isNewRoom) {
    // Another instance may just have given it one, in which people stand in line by now: they keep their places.
    const now = await withLedger(offices.lookAt(eventId));
    if (now?.version !== before?.version) return undefined;
    await withLedger(admission.reset(eventId));
  }
  const result = await withLedger(offices.putEvent(described, before?.version ?? 0));
  if (result.outcome === 'version_differs') return undefined;
  if (result.outcome === 'hall_differs') {
    throw invalid(
      'planId' in layout ? 'plan' : 'hall',
      'cannot be changed any more: seats are held, reserved, blocked or waited for, or have been sold; copy the event instead',
    );
  }
  // A new event without a room need not be opened for that.
  const hasDoors = before !== undefined || rules.waitingRoom !== null;
  const office = hasDoors ? await withLedger(offices.get(eventId)) : undefined;
  if (office !== undefined) await doors.move(office);
  return result;
}
