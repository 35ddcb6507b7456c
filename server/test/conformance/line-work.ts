import { expect, it } from 'vitest';
import type { DoorRules } from '../../src/domain/waiting-line.ts';
import type { AdmissionStore, ProvenWork } from '../../src/ports/admission-store.ts';

interface LineUnderTest {
  readonly store: () => AdmissionStore;
  readonly eventId: () => string;
  /** Of a line that takes no work. */
  readonly rules: DoorRules;
  readonly ledgerNowMs: () => number;
}

/** What every store of lines does where lining up takes a proof of work. */
export function describeWork(line: LineUnderTest): void {
  const { rules, ledgerNowMs } = line;
  const hard = { ...rules, proofOfWorkBits: 12 };
  let requestCount = 0;
  const advance = (by: DoorRules) => line.store().advanceLine(line.eventId(), by, ledgerNowMs(), 0);
  const leave = (userId: string, place: number) =>
    line.store().leaveLine(line.eventId(), { userId, ip: null, number: place, place });
  const numberOf = (userId: string) => line.store().numberOf(line.eventId(), userId);
  const send = (userId: string, requestId: string, work?: ProvenWork) =>
    line.store().join({ eventId: line.eventId(), userId, ip: null, ttlMs: 1_000, requestId, work });
  const join = (userId: string) => send(userId, `without-${++requestCount}`);
  const joinWith = (userId: string, bits: number, mark: string, requestId = `with-${++requestCount}`) =>
    send(userId, requestId, { bits, mark });
  const refused = { joined: false, because: 'work', bits: 12 };

  it('gives a number to who has proven enough of it, and to nobody else', async () => {
    await advance(hard);
    expect(await join('ann')).toEqual(refused);
    expect(await joinWith('ann', 11, 'one')).toEqual(refused);
    expect(await joinWith('ann', 12, 'one')).toMatchObject({ joined: true, queueNumber: 1 });
    expect(await numberOf('ann')).toBe(1);
    // Who is in line need prove nothing again to be told so.
    expect(await join('ann')).toMatchObject({ because: 'user', queueNumber: 1 });
    await advance(rules);
    expect(await join('bob')).toMatchObject({ joined: true, queueNumber: 2 });
  });

  it('tells the same again when the answer was lost on the way', async () => {
    await advance(hard);
    const first = await joinWith('ann', 12, 'one', 'lost');
    expect(await joinWith('ann', 12, 'one', 'lost')).toMatchObject({ joined: true, queueNumber: 1 });
    expect(first).toMatchObject({ joined: true, queueNumber: 1 });
  });

  it('takes one proof once: who leaves and comes again proves another, and only they', async () => {
    await advance(hard);
    await joinWith('ann', 12, 'one');
    await joinWith('bob', 12, 'one');
    await leave('ann', 1);
    expect(await joinWith('ann', 24, 'one')).toEqual(refused);
    expect(await joinWith('ann', 12, 'two')).toMatchObject({ joined: true, queueNumber: 3 });
    expect(await numberOf('bob')).toBe(2);
  });
}
