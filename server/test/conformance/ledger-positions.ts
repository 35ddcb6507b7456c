import { expect, it } from 'vitest';
import { firstHead, follows } from '../../src/domain/log-chain.ts';
import { writerOn } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

/** That a ledger which is not the one known, or has not the history known, is never taken for it. */
export function describePositions(fixture: Fixture): void {
  it('records the chain of hashes from the first change to the head', async () => {
    const writer = (await fixture.newWriter()).hold('u', [1]).block([2]);
    await fixture.ledger.append(writer.batch());
    await fixture.ledger.append(writer.next().release('u', [1]).batch());
    const { eventId } = writer;
    const { position: { epoch, head } = writer.ground.position } = (await fixture.other.load(eventId)) ?? {};
    const caughtUp = await fixture.other.changesSince(eventId, { sequence: 0 }, 10);
    if (caughtUp.reload) throw new Error(caughtUp.why);
    expect(writer.ground.position.head).toBe(firstHead(epoch, eventId));
    let before = firstHead(epoch, eventId);
    for (const change of caughtUp.changes) {
      expect(follows(before, change, writer.ground.logKey)).toBe(true);
      before = change.hash;
    }
    expect(caughtUp.changes).toHaveLength(3);
    expect(caughtUp.position).toEqual({ epoch, sequence: 3, head: before });
    expect(head).toBe(before);
  });

  it('says where its log begins, so that the whole of it can be read and checked', async () => {
    const writer = (await fixture.newWriter()).hold('u', [1]);
    await fixture.ledger.append(writer.batch());
    const { eventId, ground } = writer;
    const { epoch } = ground.position;
    const start = await fixture.other.logStart(eventId);
    expect(start).toEqual({ epoch, sequence: 0, head: firstHead(epoch, eventId) });
    expect(await fixture.other.logStart('no-such-event')).toBeUndefined();
  });

  it('tells the head of every change, and none where there is no change', async () => {
    const writer = (await fixture.newWriter()).hold('u', [1]).block([2]);
    const batch = writer.batch();
    await fixture.ledger.append(batch);
    for (const { sequence, hash } of batch.changes) {
      expect(await fixture.other.headAt(writer.eventId, sequence)).toBe(hash);
    }
    expect(await fixture.other.headAt(writer.eventId, 99)).toBeUndefined();
    expect(await fixture.other.headAt('no-such-event', 1)).toBeUndefined();
  });

  it('goes on from every position of its own history', async () => {
    const writer = (await fixture.newWriter()).hold('u', [1]).block([2]);
    const second = writer.next().release('u', [1]);
    await fixture.ledger.append(writer.batch());
    await fixture.ledger.append(second.batch());
    for (const at of [writer.ground.position, second.ground.position, second.next().ground.position]) {
      const caughtUp = await fixture.other.changesSince(writer.eventId, at, 10);
      expect(caughtUp).toMatchObject({ reload: false, position: { sequence: 3 }, event: { version: 1 } });
      expect(caughtUp.reload ? undefined : caughtUp.changes.map(({ sequence }) => sequence)).toEqual(
        [1, 2, 3].slice(at.sequence),
      );
    }
  });

  it('says that the history forked, wherever it did, and takes no batch of the other branch', async () => {
    const writer = await fixture.newWriter();
    const { eventId, ground } = writer;
    // What one server knows before the ledger is put back to its beginning…
    const first = writer.hold('a', [1]);
    const lost = [first, first.next().hold('b', [2])];
    // …and what another makes of it afterwards.
    const kept = (await writerOn(fixture.ledger, eventId)).hold('x', [1]).hold('y', [2]).hold('z', [3]);
    await fixture.other.append(kept.batch());
    for (const branch of lost) {
      const known = branch.next().ground.position;
      expect(await fixture.ledger.changesSince(eventId, known, 10)).toMatchObject({
        reload: true,
        why: 'forked',
      });
      const batch = branch.next().hold('c', [4]).batch();
      expect(await fixture.ledger.append(batch)).toMatchObject({ why: 'conflict' });
    }
    const sameLength = { ...kept.next().ground.position, head: first.head };
    expect(await fixture.ledger.changesSince(eventId, sameLength, 10)).toMatchObject({ why: 'forked' });
    const seen = await fixture.ledger.appendLocked(eventId, sameLength, (missed) => {
      expect(missed).toMatchObject({ reload: true, why: 'forked' });
      return undefined;
    });
    expect(seen).toMatchObject({ why: 'nothing' });
    const onWrongHead = kept.next().hold('c', [4]).batch({ expected: sameLength });
    expect(await fixture.ledger.append(onWrongHead)).toMatchObject({ why: 'conflict' });
    const badBeginning = { ...ground.position, head: first.head };
    expect(await fixture.ledger.changesSince(eventId, badBeginning, 10)).toMatchObject({ why: 'forked' });
  });

  it('says that it went back when it knows less', async () => {
    const { eventId, ground } = await fixture.newWriter();
    const ahead = { ...ground.position, sequence: 4 };
    expect(await fixture.ledger.changesSince(eventId, ahead, 10)).toMatchObject({
      reload: true,
      why: 'back',
    });
    expect(await fixture.ledger.changesSince(eventId, { sequence: 4 }, 10)).toMatchObject({ why: 'back' });
  });

  it('says that it was replaced, and takes no batch for the one before', async () => {
    const writer = await fixture.newWriter();
    const { eventId, ground } = writer;
    const elsewhere = { ...ground.position, epoch: 'another' };
    expect(await fixture.ledger.changesSince(eventId, elsewhere, 10)).toMatchObject({
      reload: true,
      why: 'replaced',
    });
    const batch = writer.block([1]).batch({ expected: elsewhere });
    expect(await fixture.ledger.append(batch)).toMatchObject({ why: 'conflict' });
  });
}
