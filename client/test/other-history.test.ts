import { describe, expect, it } from 'vitest';
import { hallAtFive, real, shown } from './support/fake-hall.ts';

describe('a ledger whose history is no longer ours', () => {
  it('that went back is believed at once when the stream sends a snapshot', async () => {
    const loads: boolean[] = [];
    const { server, sync } = await hallAtFive(() => ({ onLoaded: ({ anew }) => void loads.push(anew) }));
    server.goBackTo(2);
    await sync.receive(server.snapshot());
    expect(sync.log.position).toBe(server.position);
    expect(shown(sync)).toEqual(real(server));
    expect(loads).toEqual([false, true]);
    await sync.receive(server.message(server.commit(9, 'reserved')));
    expect(shown(sync)).toEqual(real(server));
  });

  it('that went back and was overtaken is noticed by the position, though its numbers fit', async () => {
    const { server, sync } = await hallAtFive();
    server.goBackTo(2);
    for (const id of [6, 7, 8]) server.commit(id, 'reserved');
    expect(server.log).toHaveLength(5);
    await sync.repair();
    expect(shown(sync)).toEqual(real(server));
    expect(sync.log.position).toBe(server.position);
  });

  it('is noticed when the stream repeats our number under another position', async () => {
    const { server, sync } = await hallAtFive();
    server.goBackTo(4);
    await sync.receive(server.message(server.commit(9, 'reserved')));
    expect(shown(sync)).toEqual(real(server));
  });

  it('that was replaced is taken from its first list, however small its number', async () => {
    const { server, sync } = await hallAtFive();
    server.epoch = 'zz11';
    server.goBackTo(0);
    server.commit(9, 'reserved');
    const before = server.asked;
    await sync.repair();
    expect(sync.log.sequence).toBe(1);
    expect(shown(sync)).toEqual(real(server));
    // The answer that says reload, the list, and a look whether the list is continued.
    expect(server.asked - before).toBe(3);
  });

  it('that answers reload below a pruned floor leads to the list, never to standing still', async () => {
    let pruned = true;
    const { server, sync } = await hallAtFive((fake) => ({
      fetchChanges: async (after) => {
        const outcome = await fake.changes(after);
        if (!pruned || !outcome.ok || after === fake.position) return outcome;
        return { ...outcome, value: { ...outcome.value, changes: [], has_more: false, reload: true } };
      },
    }));
    server.commit(7, 'reserved');
    await sync.receive(server.message(server.commit(8, 'reserved')));
    expect(shown(sync)).toEqual(real(server));
    pruned = false;
    await sync.receive(server.message(server.commit(9, 'held')));
    expect(shown(sync)).toEqual(real(server));
  });

  it('lets an answer about the old history be late: the snapshot that came meanwhile counts', async () => {
    let overtake: (() => Promise<void>) | undefined;
    const { server, sync } = await hallAtFive((fake) => ({
      fetchChanges: async (after) => {
        const answer = fake.changes(after);
        const now = overtake;
        overtake = undefined;
        await now?.();
        return answer;
      },
    }));
    server.commit(6, 'reserved');
    overtake = () => {
      server.goBackTo(2);
      return sync.receive(server.snapshot());
    };
    await sync.repair();
    expect(shown(sync)).toEqual(real(server));
    expect(sync.log.position).toBe(server.position);
  });

  it('is joined to nothing that came early by a stream of the old one, when a new stream tells it', async () => {
    const { server, sync } = await hallAtFive();
    const old = [6, 7].map((id) => server.message(server.commit(id, 'reserved')));
    server.lost = () => true;
    // The change before it was lost, and so is the question for it.
    for (const early of old.slice(1)) await sync.receive(early);
    server.goBackTo(5);
    server.lost = () => false;
    void sync.run();
    await sync.receive(server.message(server.commit(8, 'held')));
    expect(shown(sync)).toEqual(real(server));
    expect(sync.log.position).toBe(server.position);
    sync.stop();
  });

  it('is not continued by a stream of the new one, when a server that still has the old one has answered', async () => {
    const { server, sync } = await hallAtFive();
    void sync.run();
    server.commit(6, 'held');
    await sync.repair();
    server.goBackTo(5);
    const [, next] = [7, 8].map((id) => server.message(server.commit(id, 'reserved')));
    // The change before it was lost on the way.
    if (next !== undefined) await sync.receive(next);
    expect(shown(sync)).toEqual(real(server));
    expect(sync.log.position).toBe(server.position);
    sync.stop();
  });

  it('is joined to nothing that a stream of the old one has brought while its answer was on the way', async () => {
    let meanwhile: (() => Promise<void>) | undefined;
    const { server, sync } = await hallAtFive((fake) => ({
      fetchChanges: async (after) => {
        const answer = fake.changes(after);
        const now = meanwhile;
        meanwhile = undefined;
        await now?.();
        return answer;
      },
    }));
    const old = server.message(server.commit(6, 'reserved'));
    // Both histories have the first five changes.
    server.goBackTo(5);
    for (const id of [7, 8]) server.commit(id, 'reserved');
    meanwhile = () => sync.receive(old);
    await sync.repair();
    await sync.repair();
    expect(shown(sync)).toEqual(real(server));
    expect(sync.log.position).toBe(server.position);
  });
});
