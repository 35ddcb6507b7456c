import { expect, it } from 'vitest';
import type { AppendResult, Ledger } from '../../src/ports/ledger.ts';
import { BatchWriter } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

/** What instances that share a store may count on. */
export function describeConcurrency(fixture: Fixture): void {
  it('lets one of the appends win that expect the same sequence, and tells the others of a conflict', async () => {
    const eventId = await fixture.newEvent();
    for (let round = 0; round < 20; round += 1) {
      const results = await Promise.all(
        ['a', 'b', 'c', 'd'].map((userId, i) => {
          const batch = new BatchWriter(eventId, round).hold(userId, [i + 1]).batch();
          return (i % 2 === 0 ? fixture.ledger : fixture.other).append(batch);
        }),
      );
      expect(results.map(verdict).toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'ok']);
    }
    const { changes, sequence } = await fixture.other.changesSince(eventId, 0, 1000);
    expect(sequence).toBe(20);
    expect(changes.map((change) => change.sequence)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('takes batches without changes from several at once', async () => {
    const eventId = await fixture.newEvent();
    const batch = new BatchWriter(eventId).batch();
    const results = await Promise.all(
      [fixture.ledger, fixture.other, fixture.ledger, fixture.other].map((ledger) => ledger.append(batch)),
    );
    expect(results.map(verdict)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('records a batch although the event is renamed at the same time', async () => {
    const eventId = await fixture.newEvent();
    const event = (await fixture.ledger.load(eventId))?.event;
    if (event === undefined) throw new Error('The event was not created.');
    for (let round = 0; round < 20; round += 1) {
      const title = `Night ${round}`;
      const [result] = await Promise.all([
        fixture.ledger.append(new BatchWriter(eventId, round).hold('u', [1]).batch()),
        fixture.other.putEvent({ ...event, title }),
      ]);
      expect(verdict(result)).toBe('ok');
      expect(await fixture.ledger.load(eventId)).toMatchObject({ sequence: round + 1, event: { title } });
    }
  });

  it('shows an appender that locks the event all it missed, and lets nobody in between', async () => {
    const eventId = await fixture.newEvent();
    const appendOne = (ledger: Ledger) =>
      ledger.appendLocked(eventId, 0, (missed) => {
        expect(missed.changes.map((change) => change.sequence)).toEqual(
          Array.from({ length: missed.sequence }, (_, i) => i + 1),
        );
        return new BatchWriter(eventId, missed.sequence)
          .hold('u', [1])
          .remember('u', `${missed.sequence}`)
          .batch();
      });
    const results = await Promise.all(
      Array.from({ length: 24 }, (_, i) => appendOne(i % 2 === 0 ? fixture.ledger : fixture.other)),
    );
    expect(results.map(verdict)).toEqual(results.map(() => 'ok'));
    const snapshot = await fixture.ledger.load(eventId);
    expect(snapshot?.sequence).toBe(24);
    expect(snapshot?.idempotency.map(({ key }) => Number(key))).toEqual(
      Array.from({ length: 24 }, (_, i) => i),
    );
  });

  it('does not let an instance that locks starve beside one that appends without pause', async () => {
    const eventId = await fixture.newEvent();
    let isDone = false;
    const greedy = (async () => {
      let sequence = 0;
      while (!isDone) {
        const result = await fixture.ledger.append(new BatchWriter(eventId, sequence).hold('g', [1]).batch());
        if (result.ok) sequence += 1;
        else sequence = (await fixture.ledger.changesSince(eventId, sequence, 1000)).sequence;
      }
    })();
    for (let turn = 0; turn < 10; turn += 1) {
      const result = await fixture.other.appendLocked(eventId, 0, ({ sequence }) =>
        new BatchWriter(eventId, sequence).hold('l', [2]).batch(),
      );
      expect(verdict(result)).toBe('ok');
    }
    isDone = true;
    await greedy;
  });

  it('records nothing when the one who locked decides nothing, too late, or fails', async () => {
    const eventId = await fixture.newEvent();
    expect(await fixture.ledger.appendLocked(eventId, 0, () => undefined)).toMatchObject({ why: 'nothing' });
    const late = await fixture.ledger.appendLocked(eventId, 0, () =>
      new BatchWriter(eventId).hold('u', [1]).batch({ notAfter: 1 }),
    );
    expect(late).toMatchObject({ why: 'too_late' });
    const failing = fixture.ledger.appendLocked(eventId, 0, () => {
      throw new Error('A bug in decide');
    });
    await expect(failing).rejects.toThrow('A bug in decide');
    // The lock is free again, and the connection too.
    const next = await fixture.other.append(new BatchWriter(eventId).hold('u', [1]).batch());
    expect(verdict(next)).toBe('ok');
  });
}

function verdict(result: AppendResult | { readonly ok: false; readonly why: 'nothing' }): string {
  return result.ok ? 'ok' : result.why;
}
