import { expect, it } from 'vitest';
import type { AppendResult, Ledger } from '../../src/ports/ledger.ts';
import { BatchWriter, groundOf, writerOn } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

/** What instances that share a store may count on. */
export function describeConcurrency(fixture: Fixture): void {
  it('lets one of the appends win that expect the same position, and tells the others of a conflict', async () => {
    const eventId = await fixture.newEvent();
    for (let round = 0; round < 20; round += 1) {
      const { ground } = await writerOn(fixture.ledger, eventId);
      const results = await Promise.all(
        ['a', 'b', 'c', 'd'].map((userId, i) => {
          const batch = new BatchWriter(ground).hold(userId, [i + 1]).batch();
          return (i % 2 === 0 ? fixture.ledger : fixture.other).append(batch);
        }),
      );
      expect(results.map(verdict).toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'ok']);
    }
    const caughtUp = await fixture.other.changesSince(eventId, { sequence: 0 }, 1000);
    if (caughtUp.reload) throw new Error(caughtUp.why);
    expect(caughtUp.position.sequence).toBe(20);
    const sequences = caughtUp.changes.map((change) => change.sequence);
    expect(sequences).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('records appends of an event in the order they were sent, without waiting in between', async () => {
    let writer = await fixture.newWriter();
    for (let round = 0; round < 10; round += 1) {
      const results: Promise<AppendResult>[] = [];
      for (let i = 0; i < 3; i += 1) {
        writer.hold(`${round}-${i}`, [1]);
        results.push(fixture.ledger.append(writer.batch()));
        writer = writer.next();
      }
      expect((await Promise.all(results)).map(verdict)).toEqual(['ok', 'ok', 'ok']);
    }
    expect((await fixture.other.load(writer.eventId))?.position).toEqual(writer.ground.position);
  });

  it('records an append that follows another only after that very one, also where another’s is the same', async () => {
    const { ground } = await fixture.newWriter();
    const as = (mark: number) => new BatchWriter(ground).hold('u', [1]).batch({ mark });
    expect(verdict(await fixture.other.append(as(7_000_000_000_001)))).toBe('ok');
    expect(verdict(await fixture.ledger.append(as(7_000_000_000_002)))).toBe('conflict');
    const next = (after: number) =>
      new BatchWriter(ground).hold('u', [1]).next().hold('v', [2]).batch({ after });
    expect(verdict(await fixture.ledger.append(next(7_000_000_000_002)))).toBe('conflict');
    expect(verdict(await fixture.ledger.append(next(7_000_000_000_001)))).toBe('ok');
  });

  it('tells an append of a conflict when the one sent before it was refused', async () => {
    const writer = await fixture.newWriter();
    await fixture.ledger.append(writer.batch());
    const first = writer.hold('u', [1]);
    const second = first.next().hold('v', [2]);
    const third = second.next().hold('w', [3]);
    const results = await Promise.all([
      fixture.ledger.append(first.batch({ notAfter: 1 })),
      fixture.ledger.append(second.batch()),
      fixture.ledger.append(third.batch()),
    ]);
    expect(results.map(verdict)).toEqual(['too_late', 'conflict', 'conflict']);
    expect((await fixture.ledger.load(writer.eventId))?.position).toEqual(writer.ground.position);
  });

  it('tells an append of a conflict when the one sent before it failed, and goes on', async () => {
    const writer = await fixture.newWriter();
    const first = writer.hold('u', [1]);
    const second = first.next().hold('v', [2]);
    const { seats } = first.batch();
    const guarded = seats.map((seat) => ({ ...seat, before: { state: 'blocked' } as const }));
    const [failed, next] = await Promise.allSettled([
      fixture.ledger.append(first.batch({ seats: guarded })),
      fixture.ledger.append(second.batch()),
    ]);
    expect(failed).toMatchObject({ status: 'rejected' });
    expect(next).toMatchObject({ status: 'fulfilled', value: { why: 'conflict' } });
    expect(await fixture.ledger.append(first.batch())).toMatchObject({ ok: true });
    expect(await fixture.ledger.append(second.batch())).toMatchObject({ ok: true });
  });

  it('lets reads in while appends of an event never stop', async () => {
    let writer = await fixture.newWriter();
    const { eventId } = writer;
    let isDone = false;
    // Always two on their way, so that there is no moment without one.
    const appending = (async () => {
      let before: Promise<AppendResult> = Promise.resolve({ ok: true, now: 0, correctionMs: 0 });
      while (!isDone) {
        writer.hold('u', [1]);
        const sent = fixture.ledger.append(writer.batch());
        writer = writer.next();
        expect(verdict(await before)).toBe('ok');
        before = sent;
      }
      await before;
    })();
    try {
      for (let i = 0; i < 10; i += 1) {
        expect(await fixture.ledger.load(eventId)).toBeDefined();
        expect((await fixture.ledger.now()).now).toBeGreaterThan(0);
      }
    } finally {
      isDone = true;
    }
    await appending;
  });

  it('takes batches without changes from several at once', async () => {
    const batch = (await fixture.newWriter()).batch();
    const results = await Promise.all(
      [fixture.ledger, fixture.other, fixture.ledger, fixture.other].map((ledger) => ledger.append(batch)),
    );
    expect(results.map(verdict)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('records a batch before an event is changed or not at all', async () => {
    const eventId = await fixture.newEvent();
    const event = (await fixture.ledger.load(eventId))?.event;
    if (event === undefined) throw new Error('The event was not created.');
    let sequence = 0;
    for (let round = 0; round < 20; round += 1) {
      const writer = await writerOn(fixture.ledger, eventId);
      const title = `Night ${round}`;
      const [result] = await Promise.all([
        fixture.ledger.append(writer.hold('u', [1]).batch()),
        fixture.other.putEvent({ ...event, title }),
      ]);
      expect(['ok', 'conflict']).toContain(verdict(result));
      if (result.ok) sequence += 1;
      expect(await fixture.ledger.load(eventId)).toMatchObject({
        position: { sequence },
        event: { title, version: round + 2 },
      });
    }
  });

  it('shows an appender that locks the event all it missed, and lets nobody in between', async () => {
    const eventId = await fixture.newEvent();
    const start = await writerOn(fixture.ledger, eventId);
    const appendOne = (ledger: Ledger) =>
      ledger.appendLocked(eventId, start.ground.position, (missed) => {
        if (missed.reload) throw new Error(missed.why);
        const { sequence } = missed.position;
        expect(missed.changes.map((change) => change.sequence)).toEqual(
          Array.from({ length: sequence }, (_, i) => i + 1),
        );
        const seats = start.ground.seats.map((seat, i) =>
          i === 0 && sequence > 0 ? ({ state: 'held', userId: 'u' } as const) : seat,
        );
        const writer = new BatchWriter({ ...start.ground, position: missed.position, seats });
        return writer
          .key(sequence + 1)
          .hold('u', [1])
          .batch();
      });
    const results = await Promise.all(
      Array.from({ length: 24 }, (_, i) => appendOne(i % 2 === 0 ? fixture.ledger : fixture.other)),
    );
    expect(results.map(verdict)).toEqual(results.map(() => 'ok'));
    const snapshot = await fixture.ledger.load(eventId);
    expect(snapshot?.position.sequence).toBe(24);
    expect(snapshot?.places[0]?.keys.map(({ keyPrint }) => keyPrint)).toEqual(
      Array.from({ length: 24 }, (_, i) => i + 1),
    );
  });

  it('does not let an instance that locks starve beside one that appends without pause', async () => {
    const eventId = await fixture.newEvent();
    let isDone = false;
    const greedy = (async () => {
      let writer = await writerOn(fixture.ledger, eventId);
      while (!isDone) {
        const result = await fixture.ledger.append(writer.hold('g', [1]).batch());
        writer = result.ok ? writer.next() : await writerOn(fixture.ledger, eventId);
      }
    })();
    try {
      const { ground } = await writerOn(fixture.other, eventId);
      for (let turn = 0; turn < 10; turn += 1) {
        const result = await fixture.other.appendLocked(eventId, ground.position, (missed) => {
          if (missed.reload) throw new Error(missed.why);
          const seats = ground.seats.map((seat, i) =>
            i === 1 && turn > 0 ? ({ state: 'held', userId: 'l' } as const) : seat,
          );
          return new BatchWriter({ ...ground, position: missed.position, seats }).hold('l', [2]).batch();
        });
        expect(verdict(result)).toBe('ok');
      }
    } finally {
      isDone = true;
    }
    await greedy;
  });

  it('records nothing when the one who locked decides nothing, too late, or fails', async () => {
    const writer = await fixture.newWriter();
    const { eventId, ground } = writer;
    const at = ground.position;
    expect(await fixture.ledger.appendLocked(eventId, at, () => undefined)).toMatchObject({ why: 'nothing' });
    const late = await fixture.ledger.appendLocked(eventId, at, () =>
      writer.hold('u', [1]).batch({ notAfter: 1 }),
    );
    expect(late).toMatchObject({ why: 'too_late' });
    const failing = fixture.ledger.appendLocked(eventId, at, () => {
      throw new Error('A bug in decide');
    });
    await expect(failing).rejects.toThrow('A bug in decide');
    // The lock is free again, and the connection too.
    const snapshot = await fixture.other.load(eventId);
    if (snapshot === undefined) throw new Error('The event is gone.');
    expect(snapshot.position).toEqual(at);
    const next = await fixture.other.append(new BatchWriter(groundOf(snapshot)).hold('u', [1]).batch());
    expect(verdict(next)).toBe('ok');
  });
}

function verdict(result: AppendResult | { readonly ok: false; readonly why: 'nothing' }): string {
  return result.ok ? 'ok' : result.why;
}
