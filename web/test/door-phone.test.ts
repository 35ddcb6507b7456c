import type { Entry, Guest } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Door, type Store } from '#lib/door/door.svelte.ts';
import type { DoorState, OwnScan } from '#lib/door/door-store.ts';
import { FakeServer, later, type Said } from './support/fake-server.ts';

const NOW = '2026-12-24T19:00:00.000Z';
const guest = (reservation: number): Guest => ({
  ...{ reservation, origin: reservation, code: `CODE${reservation}-AAAAA`, name: `Guest ${reservation}` },
  ...{ state: 'active', seats: [{ label: `A${reservation}`, section: null }] },
});

/** A phone's disk, which outlives a door that is closed. */
class Disk implements Store {
  kept: DoorState | undefined;
  guestList: readonly Guest[] = [];
  entryList: readonly Entry[] = [];
  readonly own = new Map<string, OwnScan>();
  /** What a write of scans waits for. */
  slow: Promise<void> = Promise.resolve();

  state = () => Promise.resolve(this.kept);
  guests = () => Promise.resolve(this.guestList);
  entries = () => Promise.resolve(this.entryList);
  scans = () => Promise.resolve([...this.own.values()]);
  putState = (state: DoorState) => Promise.resolve(void (this.kept = state));
  putGuests = (_event: string, guests: readonly Guest[]) =>
    Promise.resolve(void (this.guestList = [...this.guestList, ...guests]));
  replaceGuests = (_event: string, guests: readonly Guest[]) =>
    Promise.resolve(void (this.guestList = guests));
  putEntries = (_event: string, entries: readonly Entry[]) =>
    Promise.resolve(void (this.entryList = [...this.entryList, ...entries]));
  async putScans(scans: readonly OwnScan[]): Promise<void> {
    await this.slow;
    for (const scan of scans) this.own.set(scan.scanId, scan);
  }
  forgetNames = () => {
    this.guestList = [];
    this.kept = undefined;
    return Promise.resolve();
  };
  close = () => undefined;
  get unsent(): number {
    return [...this.own.values()].filter(({ isSent }) => !isSent).length;
  }
}

let server: FakeServer;
let told: string[];
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  told = [];
  server = new FakeServer()
    .on(/GET \/events\/gala$/, () => [200, { title: 'Gala', starts_at: NOW, time_zone: 'Asia/Seoul' }])
    .on(/GET \/events$/, () => [200, { events: [] }])
    .on(/GET \/tickets\/keys/, () => [200, { keys: [] }])
    .on(/GET .*guests/, () => [200, { position: 'p:7', guests: [guest(1), guest(2), guest(3)], next: null }])
    .on(/GET .*entries/, () => [200, { position: 'p:7', server_time: NOW, entries: [], has_more: false }])
    .on(/POST .*entries/, ({ body }) => tell(body));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function tell(body: unknown): Said {
  // The page's own request, as the contract has it.
  const { entries } = body as { readonly entries: readonly { readonly scan_id: string }[] };
  told.push(...entries.map(({ scan_id: id }) => id));
  return [200, { success: true, clock_error_ms: 0 }];
}

async function openDoor(disk: Disk): Promise<Door> {
  const door = new Door('gala', () => Promise.resolve(disk));
  await door.open();
  if (door.stage === 'new') await door.prepare('Door A');
  await vi.advanceTimersByTimeAsync(0);
  expect(door.stage).toBe('ready');
  return door;
}

describe('A phone at the door', () => {
  it('says that somebody is let in once that is on the disk', async () => {
    const disk = new Disk();
    const door = await openDoor(disk);
    const writing = later<undefined>();
    disk.slow = writing.promise;
    let isDone = false;
    const admitting = door.admit(1, 1).then(() => (isDone = true));
    await vi.advanceTimersByTimeAsync(0);
    expect([isDone, door.book.standing(1).admitted]).toEqual([false, 0]);
    writing.come(undefined);
    await admitting;
    expect([disk.own.size, door.book.standing(1)]).toMatchObject([1, { admitted: 1, left: 0 }]);
    door.close();
  });

  it('tells each scan once, also those that are made while others are being told', async () => {
    const disk = new Disk();
    const door = await openDoor(disk);
    const slow = later<undefined>();
    server.on(/POST .*entries/, async ({ body }) => {
      await slow.promise;
      return tell(body);
    });
    await door.admit(1, 1);
    await vi.advanceTimersByTimeAsync(0);
    await door.admit(2, 1);
    slow.come(undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([told.length, new Set(told).size, door.waiting.length, disk.unsent]).toEqual([2, 2, 0, 0]);
    door.close();
  });

  it('asks again for what it could not keep, and says meanwhile that it is not in step', async () => {
    const entry: Entry = {
      ...{ number: 1, scan_id: 'other', reservation: 2, count: 1, door: 'Door B', device: 'other' },
      ...{ at: NOW, undoes: null, actor: null },
    };
    const disk = new Disk();
    const door = await openDoor(disk);
    server.on(/GET .*entries/, ({ path }) => [
      200,
      {
        ...{ position: 'p:7', server_time: NOW, has_more: false },
        entries: path.endsWith('after=0') ? [entry] : [],
      },
    ]);
    const { putEntries } = disk;
    disk.putEntries = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect([disk.kept?.number, door.book.standing(2).admitted, door.failure?.kind]).toEqual([
      0,
      0,
      'unreachable',
    ]);
    disk.putEntries = putEntries;
    await vi.advanceTimersByTimeAsync(5_000);
    expect([disk.kept?.number, door.book.standing(2).admitted, door.failure]).toEqual([1, 1, undefined]);
    door.close();
  });

  it('expects nobody of a history that is no more, also when it is opened again', async () => {
    const disk = new Disk();
    const door = await openDoor(disk);
    server
      .on(/GET .*entries/, () => [200, { position: 'q:9', server_time: NOW, entries: [], has_more: false }])
      .on(/GET .*guests\?after=p:7/, () => [200, { position: 'q:9', guests: [], next: null, reload: true }])
      .on(/GET .*guests\?from=0/, () => [200, { position: 'q:9', guests: [guest(1)], next: null }]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([door.book.guestCount, disk.guestList.length, disk.kept?.position]).toEqual([1, 1, 'q:9']);
    door.close();
  });

  it('loses nothing without a network, nor when its page is closed meanwhile', async () => {
    const disk = new Disk();
    const door = await openDoor(disk);
    server.on(/./, () => 'lost');
    await door.admit(1, 1);
    await door.admit(2, 1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([door.waiting.length, door.failure?.kind]).toEqual([2, 'unreachable']);
    door.close();

    // A day later, still without a network: the list is of this evening, and who is in is in.
    vi.setSystemTime(Date.parse(NOW) + 24 * 3_600_000);
    const again = await openDoor(disk);
    expect([again.book.guestCount, again.book.standing(1).left, again.waiting.length]).toEqual([3, 0, 2]);
    server.on(/POST .*entries/, ({ body }) => tell(body));
    server.on(/GET .*entries/, () => [
      200,
      { position: 'p:7', server_time: NOW, entries: [], has_more: false },
    ]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([told.length, again.waiting.length]).toEqual([2, 0]);
    again.close();
  });

  it('keeps nobody’s name while somebody has signed out in another tab, and the whole list once they are back', async () => {
    const disk = new Disk();
    const door = await openDoor(disk);
    const slow = later<undefined>();
    const news = { position: 'p:8', server_time: NOW, entries: [], has_more: false };
    server
      .on(/GET .*entries/, () => slow.promise.then(() => [200, news]))
      .on(/GET .*guests/, () => [200, { position: 'p:8', guests: [guest(4)], next: null, reload: false }]);
    await vi.advanceTimersByTimeAsync(3_500);
    // What was asked before that is answered after it.
    await disk.forgetNames();
    server.on(/GET .*entries/, () => 'lost');
    slow.come(undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([disk.guestList, disk.kept, door.book.guestCount]).toEqual([[], undefined, 3]);
    server.on(/GET .*entries/, () => [200, news]);
    await vi.advanceTimersByTimeAsync(10_000);
    door.close();
    server.on(/./, () => 'lost');
    const again = await openDoor(disk);
    expect([again.state?.position, again.book.guestCount]).toEqual(['p:8', 4]);
    again.close();
  });

  it('goes on under its former name where the network is gone as it gets another one', async () => {
    const disk = new Disk();
    const door = await openDoor(disk);
    server.on(/./, () => 'lost');
    door.rename();
    expect(door.stage).toBe('new');
    await door.prepare('Door B');
    expect([door.stage, door.state?.door, door.failure?.kind]).toEqual(['ready', 'Door A', 'unreachable']);
    await door.admit(1, 1);
    expect(disk.unsent).toBe(1);
    door.close();
  });

  it.each([
    ['ten minutes slow', 600_000],
    ['ten minutes fast', -600_000],
  ])('dates what it does by the server’s clock, also after a reload: %s', async (_, aheadMs) => {
    vi.setSystemTime(Date.parse(NOW) - aheadMs);
    const disk = new Disk();
    const door = await openDoor(disk);
    const datesIn = ({ book }: Door) => book.standing(1).scans.map(({ scan }) => scan.at);
    server.on(/./, () => 'lost');
    await door.admit(1, 1);
    expect(datesIn(door)).toEqual([Date.parse(NOW)]);
    door.close();
    const again = await openDoor(disk);
    expect(datesIn(again)).toEqual([Date.parse(NOW)]);
    again.close();
  });

  it.each([-30, 30])('keeps the list of this evening though its clock is %d days ahead', async (days) => {
    vi.setSystemTime(Date.parse(NOW) + days * 24 * 3_600_000);
    const disk = new Disk();
    const door = await openDoor(disk);
    door.close();
    server.on(/./, () => 'lost');
    const again = await openDoor(disk);
    expect(again.book.guestCount).toBe(3);
    again.close();
  });

  it('forgets who was expected some days after the evening, and no scan that is still to be told', async () => {
    const disk = new Disk();
    const door = await openDoor(disk);
    server.on(/./, () => 'lost');
    await door.admit(1, 1);
    door.close();
    vi.setSystemTime(Date.parse(NOW) + 4 * 24 * 3_600_000);
    const again = new Door('gala', () => Promise.resolve(disk));
    await again.open();
    expect([again.stage, disk.guestList, again.waiting.length]).toEqual(['new', [], 1]);
    again.close();
  });
});
