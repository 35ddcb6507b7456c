import { setTimeout as delay } from 'node:timers/promises';
import type { SeatStates } from '@jari/contract';
import { headerOf } from './history/header.ts';
import type { History } from './history/history.ts';
import { copyOf, eventIn } from './organiser/copied-event.ts';
import type { MarkedEvent } from './organiser/marked-event.ts';
import { Organiser } from './organiser/organiser.ts';
import { sendCrowd } from './people/crowd.ts';
import type { Crowd } from './people/person.ts';
import { SaleClock } from './people/sale-clock.ts';
import { progressOf, type Phase, type Progress } from './progress.ts';
import { Records } from './records/records.ts';
import type { RehearsalResult } from './result.ts';
import { drawScript } from './script.ts';
import type { RehearsalSettings } from './settings.ts';
import { askAgain } from './verdicts/ask-again.ts';
import { judge } from './verdicts/judge.ts';
import type { Evidence } from './verdicts/evidence.ts';
import { clockOffset } from './watch/clock-offset.ts';
import type { HallView } from './watch/hall-view.ts';
import { LineWatch } from './watch/line-watch.ts';
import { LoadWatch } from './watch/load-watch.ts';
import { StreamWatches } from './watch/stream-watches.ts';
import { addressesTowards } from './wire/addresses.ts';
import { findWayToBeKnown } from './wire/who.ts';
import { Wire } from './wire/wire.ts';

export interface RehearsalObserver {
  progress(progress: Progress): void;
  /** The event is there and people are on their way: for whoever adds something to it. */
  started?(running: RunningRehearsal): void;
  /** The sale is over. Resolves when what was added is over too, with the reservations that it made. */
  over?(): Promise<ReadonlySet<number>>;
  /** Where everything that everybody did is written down; closed when it is complete. */
  readonly history?: History;
}

export interface RunningRehearsal {
  readonly event: MarkedEvent;
  readonly records: Records;
  readonly clock: SaleClock;
}

const PROGRESS_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 250;
/** The house's own looks come from here. */
const OWN_ADDRESS = 49_000;
/** What is left of holds after the end is not waited for longer. */
const LAST_CONFIRM_MS = 20_000;

/**
 * A rehearsal from its event to its verdicts. Stopping it ends the sale early, and everything else as usual: those who
 * are in the middle of something finish it, and what was seen is judged.
 */
export async function rehearse(
  settings: RehearsalSettings,
  observer: RehearsalObserver,
  stop: AbortSignal,
): Promise<RehearsalResult> {
  const { url, people, seed, pace } = settings;
  const { history } = observer;
  const house = new Wire(url, addressesTowards(url)(OWN_ADDRESS), history);
  const organiser = new Organiser(house, settings.token);
  try {
    const { event, input, opensAt, offset } = await openEvent(settings, organiser, house);
    const { rules } = event.details;
    const seatsPerPersonMax = rules.max_seats_per_user;
    history?.open(headerOf(event, history.isOneServer));
    const script = drawScript({ seed, people, gathersForMs: opensAt - Date.now(), seatsPerPersonMax, pace });
    const records = new Records();
    const clock = new SaleClock(opensAt, pace);
    stop.addEventListener('abort', () => clock.end('stopped'));
    if (stop.aborted) clock.end('stopped');

    const streams = new StreamWatches(url, event, records, Math.max(1, settings.streams), history);
    const line = new LineWatch(house, event.id, event.details.waiting_room?.active_max, records);
    const load = new LoadWatch();
    let phase: Phase = 'gathering';
    const { seatCount } = event;
    const tell = () =>
      observer.progress(
        progressOf({
          ...{ phase, records, opensAt, people, seatCount },
          ...{ line: line.samples.at(-1), load: load.last, now: Date.now() },
        }),
      );
    const telling = setInterval(tell, PROGRESS_EVERY_MS);
    try {
      streams.start();
      line.start();
      load.start();
      const way = await findWayToBeKnown(house, `${event.id}.probe`);
      const crowd: Crowd = {
        ...{ event, records, clock, way, hall: streams.hall, known: new Map() },
        ...{ seenPasses: [], seenReservations: [] },
      };
      observer.started?.({ event, records, clock });
      const { through, gone } = sendCrowd(url, script.people, crowd, history);
      void through.then(() => clock.end('everybody is through'));
      await untilOver(clock, streams.hall, opensAt + settings.lastsMs, () => (phase = 'selling'));
      const overAt = Date.now();
      phase = 'checking';
      await Promise.race([gone, delay(LAST_CONFIRM_MS)]);
      const others = (await observer.over?.()) ?? new Set<number>();
      const asked = await askAgain(url, crowd.known, records, event, history);
      await organiser.close(event, input, Date.now() + offset.offsetMs);
      const finalStates = await readStates(house, event);
      await streams.haveSeen(finalStates?.sequence ?? 0);
      const shuffle = await line.shuffle();
      line.stop();
      load.stop();
      await streams.stop();
      history?.logIsRead();
      const evidence: Evidence = {
        ...{ records, lineSamples: line.samples, shuffle, streams: streams.all, finalStates },
        ...{ askedAgain: asked, others, clockOffsetMs: offset.offsetMs },
        clockUncertainMs: offset.uncertainMs,
        log: await organiser.log(event).catch(() => undefined),
      };
      await history?.close();
      const judgement = await judge(evidence);
      tell();
      return {
        ...{ settings: { ...settings, token: '' }, event: event.details, script, way, opensAt, overAt },
        ...{ ending: clock.ending ?? 'time', evidence, judgement, load: load.samples, seatCount },
        streams: streams.all,
      };
    } finally {
      clearInterval(telling);
      line.stop();
      load.stop();
      await streams.stop();
    }
  } finally {
    await history?.close();
    house.close();
  }
}

async function openEvent({ stage, eventId, openInMs }: RehearsalSettings, organiser: Organiser, house: Wire) {
  const readable = 'copyOf' in stage ? stage.copyOf : 'default';
  const offset = await clockOffset(house, `/api/v1/events/${readable}`);
  const opensAt = Date.now() + openInMs;
  const opensThere = opensAt + offset.offsetMs;
  const input =
    'copyOf' in stage
      ? copyOf(await organiser.read(stage.copyOf), opensThere)
      : eventIn(stage.hall, opensThere, stage.room);
  return { event: await organiser.open(eventId, input), input, opensAt, offset };
}

/** The sale is over when every seat is reserved, when everybody is through, or when it is time to go home. */
async function untilOver(
  clock: SaleClock,
  hall: HallView,
  endsAt: number,
  onOpening: () => void,
): Promise<void> {
  if (await clock.wait(clock.opensAt - Date.now())) onOpening();
  while (await clock.wait(LOOK_EVERY_MS)) {
    if (hall.isSoldOut) clock.end('sold out');
    if (Date.now() >= endsAt) clock.end('time');
  }
}

async function readStates(house: Wire, event: MarkedEvent): Promise<Evidence['finalStates']> {
  const { status, body } = await house.ask({ method: 'GET', path: `${event.path}/states`, by: 'the house' });
  if (status !== 200) return undefined;
  const { sequence, states } = body as unknown as SeatStates;
  return { sequence, states };
}
