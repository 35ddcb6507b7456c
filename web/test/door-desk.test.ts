import type { Guest } from '@jari/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '#lib/door/desk.svelte.ts';
import type { Door } from '#lib/door/door.svelte.ts';
import { DoorBook } from '#lib/door/door-book.ts';
import type { OwnScan } from '#lib/door/door-store.ts';

const guest = (reservation: number): Guest => ({
  ...{ reservation, origin: reservation, code: `code-${reservation}`, name: 'Ann', state: 'active' },
  seats: [
    { label: 'A1', section: null },
    { label: 'A2', section: null },
  ],
});

/** A phone whose records are kept when the test says so. */
class Phone {
  readonly book = new DoorBook();
  private readonly writing: ((isKept: boolean) => void)[] = [];
  private write<T>(value: T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.writing.push((isKept) => {
        if (isKept) resolve(value);
        else reject(new Error('full'));
      });
    });
  }
  admit = (reservation: number) => this.write({ scanId: `scan-${reservation}` } as OwnScan);
  undo = () => this.write(undefined);

  async finish(isKept: boolean): Promise<void> {
    this.writing.shift()?.(isKept);
    await settled();
  }
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

let phone: Phone;
let desk: Desk;
const meet = async (reservation: number) => {
  phone.book.putGuests([guest(reservation)]);
  desk.meet(guest(reservation));
  await settled();
};

beforeEach(() => {
  phone = new Phone();
  desk = new Desk(
    phone as unknown as Door,
    () => undefined,
    () => 'ask',
  );
});

describe('The desk at a door', () => {
  it('hears the next guest after one whose ticket could not be judged, of whom it shows nothing', async () => {
    const signals: string[] = [];
    const judge = (text: string) =>
      text === 'broken' ? Promise.reject(new Error(text)) : Promise.resolve({ kind: 'no_ticket' as const });
    const door = Object.assign(phone, { judge }) as unknown as Door;
    desk = new Desk(
      door,
      (signal) => signals.push(signal),
      () => 'ask',
    );
    await meet(1);
    desk.hear('broken');
    await settled();
    expect([desk.verdict, signals]).toEqual([undefined, ['ask', 'no']]);
    desk.hear('of no house');
    await settled();
    expect(desk.verdict).toEqual({ kind: 'no_ticket' });
    await meet(2);
    expect(desk.verdict).toMatchObject({ kind: 'welcome', reservation: 2 });
  });

  it('takes back whom it has just let in, once, and again if that could not be kept', async () => {
    await meet(1);
    void desk.admit(2);
    await phone.finish(true);
    expect(desk).toMatchObject({ letIn: 2, lastScan: { scanId: 'scan-1' } });
    void desk.undo();
    expect(desk.lastScan).toBeUndefined();
    await phone.finish(false);
    expect(desk).toMatchObject({ isUndone: false, lastScan: { scanId: 'scan-1' } });
    void desk.undo();
    await phone.finish(true);
    expect(desk).toMatchObject({ isUndone: true, lastScan: undefined });
  });

  it.each([true, false])(
    'says nothing of the next guest when one who has gone was written (%s)',
    async (isKept) => {
      await meet(1);
      void desk.admit(2);
      await meet(2);
      await phone.finish(isKept);
      expect(desk).toMatchObject({ letIn: undefined, isLost: false, lastScan: undefined });
    },
  );

  it('has nothing to take back of a guest who is not in yet, nor for a ticket that is none', async () => {
    await meet(1);
    void desk.admit(2);
    await phone.finish(true);
    const judge = () => Promise.resolve({ kind: 'no_ticket' as const });
    Object.assign(phone, { judge });
    for (const come of [() => meet(2), async () => (desk.hear('of no house'), await settled())]) {
      await come();
      expect(desk).toMatchObject({ letIn: undefined, lastScan: undefined, isUndone: false });
    }
  });

  it.each([true, false])('never takes back for the next guest who came before (%s)', async (isKept) => {
    await meet(1);
    void desk.admit(2);
    await phone.finish(true);
    void desk.undo();
    await meet(2);
    await phone.finish(isKept);
    expect(desk).toMatchObject({ isUndone: false, lastScan: undefined });
  });

  it('lets in nobody whom another door has let in since, and says so', async () => {
    const signals: string[] = [];
    desk = new Desk(
      phone as unknown as Door,
      (signal) => signals.push(signal),
      () => 'no',
    );
    const elsewhere = (scanId: string, count: number) =>
      phone.book.putOwn([{ scanId, reservation: 1, count, door: 'Door B', at: 1 }]);
    await meet(1);
    elsewhere('one', 1);
    await desk.admit(2);
    expect([desk.verdict, desk.letIn]).toMatchObject([{ kind: 'welcome', standing: { left: 1 } }, undefined]);
    elsewhere('two', 1);
    await desk.admit(1);
    expect([desk.verdict, desk.letIn, signals]).toMatchObject([
      { kind: 'already_in' },
      undefined,
      ['no', 'no', 'no'],
    ]);
  });

  it('lets in nobody whose ticket has been cancelled since', async () => {
    await meet(1);
    phone.book.putGuests([{ ...guest(1), state: 'cancelled' }]);
    await desk.admit(2);
    expect([desk.verdict, desk.letIn]).toMatchObject([{ kind: 'cancelled' }, undefined]);
  });

  it('lets in what is left of a party of which another door has let some in', async () => {
    await meet(1);
    phone.book.putOwn([{ scanId: 'one', reservation: 1, count: 1, door: 'Door B', at: 1 }]);
    void desk.admit(1);
    await phone.finish(true);
    expect(desk).toMatchObject({ letIn: 1, lastScan: { scanId: 'scan-1' } });
  });
});
