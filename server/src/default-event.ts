import type { Event, EventDescription, EventRules } from './domain/event.ts';
import type { Catalogue } from './ports/ledger.ts';

export const DEFAULT_EVENT_ID = 'default';

const DAY_MS = 86_400_000;

const TEXTS = {
  title: { ko: '첫눈 오는 밤', en: 'First Snow' },
  venue: { ko: '자리 소극장', en: 'Jari Little Theatre' },
};
const FORMER_TEXTS = { title: '첫눈 오는 밤 · First Snow', venue: '자리 소극장 · Jari Little Theatre' };

/** The brief's 3×3 hall. Its rules follow the settings at every start; the rest stays as the organiser left it. */
export async function provideDefaultEvent(
  catalogue: Pick<Catalogue, 'listEvents' | 'putEvent'>,
  rules: EventRules,
  wallNow: number,
): Promise<void> {
  for (;;) {
    const known = (await catalogue.listEvents()).find(({ eventId }) => eventId === DEFAULT_EVENT_ID);
    const event = defaultEvent(known, rules, wallNow);
    // A new version makes every other instance look: only for something new.
    if (event === undefined) return;
    const put = await catalogue.putEvent(event, known?.version ?? 0);
    // Somebody else has changed it meanwhile: another server that starts, or an organiser, whose word is not taken back.
    if (put.outcome !== 'version_differs') return;
  }
}

/** Undefined when it is so already. */
function defaultEvent(
  known: Event | undefined,
  rules: EventRules,
  wallNow: number,
): EventDescription | undefined {
  // Each language has a text of its own since 0.2.
  const isFormer = known?.title === FORMER_TEXTS.title && known.venue === FORMER_TEXTS.venue;
  const event: EventDescription = {
    eventId: DEFAULT_EVENT_ID,
    ...TEXTS,
    startsAt: eveningAfter(wallNow + 30 * DAY_MS),
    endsAt: null,
    saleOpensAt: null,
    saleClosesAt: null,
    layout: { rows: 3, seatsPerRow: 3 },
    currency: null,
    prices: {},
    ...known,
    ...(isFormer ? TEXTS : {}),
    // There is no setting for what the organiser alone decides.
    rules: {
      ...rules,
      noSingleSeats: known?.rules.noSingleSeats ?? rules.noSingleSeats,
      personalDataDays: known?.rules.personalDataDays ?? rules.personalDataDays,
      salePaused: known?.rules.salePaused ?? rules.salePaused,
      waitingRoom: known?.rules.waitingRoom ?? rules.waitingRoom,
    },
  };
  const isNew = isFormer || JSON.stringify(known?.rules) !== JSON.stringify(event.rules);
  return isNew ? event : undefined;
}

/** Half past seven in the evening in Seoul (UTC+9, no summer time) on the day of `moment`. */
function eveningAfter(moment: number): number {
  return Math.floor(moment / DAY_MS) * DAY_MS + 10.5 * 3_600_000;
}
