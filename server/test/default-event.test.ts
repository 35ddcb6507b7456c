import { describe, expect, it } from 'vitest';
import { systemClock } from '../src/adapters/system/clock.ts';
import { provideDefaultEvent } from '../src/default-event.ts';
import { smallEvent } from './support/hall.ts';
import { MemoryLedger } from './support/memory-ledger.ts';

const { rules } = smallEvent();
const NOW = Date.UTC(2026, 10, 25, 12);

async function started(ledger: MemoryLedger, given = rules) {
  await provideDefaultEvent(ledger, given, NOW);
  const [event] = await ledger.listEvents();
  if (event === undefined) throw new Error('there is no event');
  return event;
}

describe('the default event', () => {
  it('is the hall of nine seats, with a title in each language', async () => {
    expect(await started(new MemoryLedger(systemClock))).toMatchObject({
      eventId: 'default',
      version: 1,
      title: { ko: '첫눈 오는 밤', en: 'First Snow' },
      layout: { rows: 3, seatsPerRow: 3 },
      availableCount: 9,
    });
  });

  it('has no new version at a start that changes nothing', async () => {
    const ledger = new MemoryLedger(systemClock);
    await started(ledger);
    expect((await started(ledger)).version).toBe(1);
  });

  it('follows the settings, and stays in everything else as the organiser left it', async () => {
    const ledger = new MemoryLedger(systemClock);
    const organised = smallEvent({
      title: 'My evening',
      currency: 'KRW',
      prices: { standard: 5 },
      saleClosesAt: NOW + 1,
      rules: { ...rules, maxSeatsPerUser: 7, noSingleSeats: true },
    });
    await ledger.putEvent(organised);
    expect(await started(ledger, { ...rules, holdTtlMs: 5_000 })).toMatchObject({
      ...organised,
      version: 2,
      rules: { ...rules, holdTtlMs: 5_000, noSingleSeats: true },
    });
  });

  it('of an earlier version, with both languages in one line, is given a text for each', async () => {
    const ledger = new MemoryLedger(systemClock);
    await ledger.putEvent(
      smallEvent({ title: '첫눈 오는 밤 · First Snow', venue: '자리 소극장 · Jari Little Theatre' }),
    );
    expect(await started(ledger)).toMatchObject({
      title: { ko: '첫눈 오는 밤', en: 'First Snow' },
      venue: { ko: '자리 소극장', en: 'Jari Little Theatre' },
    });
  });

  it('takes back nothing that an organiser does while a server starts', async () => {
    const ledger = new MemoryLedger(systemClock);
    const first = await started(ledger);
    const listEvents = ledger.listEvents.bind(ledger);
    ledger.listEvents = async () => {
      ledger.listEvents = listEvents;
      const events = await listEvents();
      await ledger.putEvent({ ...first, rules: { ...first.rules, salePaused: true } });
      return events;
    };
    expect(await started(ledger, { ...rules, holdTtlMs: 5_000 })).toMatchObject({
      version: 3,
      rules: { holdTtlMs: 5_000, salePaused: true },
    });
  });
});
