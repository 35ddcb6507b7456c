import { describe, expect, it } from 'vitest';
import { tendLine } from '../../src/box-office/tend-line.ts';
import { openTestOffice } from '../support/box-office.ts';
import { smallEvent, START } from '../support/hall.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';

const hold = (userId: string, ...seatIds: number[]) => ({ kind: 'hold', userId, seatIds }) as const;
const stand = (userId: string, seatId: number) =>
  ({ kind: 'standInLine', userId, wish: { seatId } }) as const;

/** Ann holds seat 5, Bob and Cem wait for it. */
async function aLine() {
  const clock = new SimulatedClock(START);
  const opened = await openTestOffice({ clock });
  const { office, memory } = opened;
  await office.submit(hold('ann', 5));
  await office.submit(stand('bob', 5));
  await office.submit(stand('cem', 5));
  const causes: string[] = [];
  office.onChanges((changes) => causes.push(...changes.map(({ cause }) => cause)));
  const put = async (given: Parameters<typeof smallEvent>[0]) => {
    const put = await memory.putEvent(smallEvent(given));
    if (put.outcome !== 'created' && put.outcome !== 'updated') throw new Error(put.outcome);
    office.replaceEvent(put.event);
  };
  /** As often as it takes to see that nothing more comes of it. */
  const tend = async () => {
    for (let i = 0; i < 3; i++) {
      tendLine(office);
      await clock.advance(1);
      await new Promise(setImmediate);
    }
  };
  return { ...opened, clock, causes, put, tend };
}

describe('the line of an event', () => {
  it('is offered in one append what one user gives back', async () => {
    const { office, gate, causes } = await aLine();
    const before = gate.batches.length;
    await office.submit({ kind: 'release', userId: 'ann' });
    expect(gate.batches.slice(before)).toHaveLength(1);
    expect(causes).toEqual(['released', 'offered']);
    expect(office.seatMap.ownerOf(5)).toBe('bob');
  });

  it('is served when the sale opens again, although nobody asks for anything', async () => {
    const { office, clock, causes, put, tend } = await aLine();
    await put({ saleOpensAt: START + 1_000 });
    await office.submit({ kind: 'release', userId: 'ann' });
    await tend();
    expect(causes).toEqual(['released']);
    await clock.advance(1_000);
    await tend();
    expect(causes).toEqual(['released', 'offered']);
    expect(office.seatMap.ownerOf(5)).toBe('bob');
  });

  it('comes before whoever is the first to ask once the sale opens again', async () => {
    const { office, clock, put } = await aLine();
    await put({ saleOpensAt: START + 1_000 });
    await office.submit({ kind: 'release', userId: 'ann' });
    await clock.advance(1_000);
    expect(await office.submit(hold('dan', 5))).toMatchObject({ refused: 'seat_held', seatIds: [5] });
    expect(office.seatMap.ownerOf(5)).toBe('bob');
    expect(office.seatMap.hold('bob')?.expiresAt).toBe(START + 1_000 + 120_000);
  });

  it('is served when one may have more seats than before', async () => {
    const { office, causes, put, tend } = await aLine();
    await put({ rules: { ...smallEvent().rules, maxSeatsPerUser: 0 } });
    await office.submit({ kind: 'release', userId: 'ann' });
    await tend();
    expect(causes).toEqual(['released']);
    await put({});
    await tend();
    expect(causes).toEqual(['released', 'offered']);
  });

  it('writes nothing while there is nothing to do', async () => {
    const { gate, tend } = await aLine();
    const before = gate.batches.length;
    await tend();
    expect(gate.batches).toHaveLength(before);
  });

  it('is sent home when the sale has closed', async () => {
    const { office, causes, put, tend } = await aLine();
    await put({ saleClosesAt: START });
    await tend();
    expect(causes).toEqual(['left_line', 'left_line']);
    expect(office.seatMap.line.size).toBe(0);
  });

  it('is sent home before the hall is emptied, so that nobody is offered what is taken away again', async () => {
    const { office, causes } = await aLine();
    expect(await office.empty('kim')).toBe(3);
    expect(causes).toEqual(['left_line', 'left_line', 'released']);
  });
});
