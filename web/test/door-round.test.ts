import type { Guest } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Door } from '#lib/door/door.svelte.ts';
import { learnRefusals } from '#lib/i18n/learn-refusals.ts';
import { Disk } from './support/disk.ts';
import { FakeServer, later, refusal } from './support/fake-server.ts';

const NOW = '2026-12-24T19:00:00.000Z';
const guest = (reservation: number): Guest => ({
  ...{ reservation, origin: reservation, code: `AAAA${reservation + 1}-BBBBB`, name: `Guest ${reservation}` },
  ...{ state: 'active', seats: [{ label: `A${reservation}`, section: null }] },
});
const news = { position: 'p:7', server_time: NOW, entries: [], has_more: false };

let server: FakeServer;
let disk: Disk;
let door: Door;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  server = new FakeServer()
    .on(/GET \/events\/gala$/, () => [200, { title: 'Gala', starts_at: NOW, time_zone: 'Asia/Seoul' }])
    .on(/GET \/events$/, () => [
      200,
      { events: [{ id: 'gala' }, { id: 'ball', title: 'Ball', starts_at: NOW }] },
    ])
    .on(/GET \/tickets\/keys/, () => [200, { keys: [] }])
    .on(/GET .*guests/, () => [200, { position: 'p:7', guests: [guest(1), guest(2)], next: null }])
    .on(/GET .*entries/, () => [200, news])
    .on(/POST .*entries/, () => [200, { success: true, clock_error_ms: 0 }]);
  disk = new Disk();
  door = new Door('gala', () => Promise.resolve(disk));
});
afterEach(() => {
  door.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const rounds = () => server.heard(/GET .*entries/).length;
const told = () => server.asked.filter(({ method }) => method === 'POST').map(({ body }) => body);
async function open(): Promise<void> {
  await door.open();
  await door.prepare('Door A');
  await vi.advanceTimersByTimeAsync(0);
  expect(door.stage).toBe('ready');
}

describe('A door that is set up', () => {
  it('knows of every other evening, and of its own what it needs', async () => {
    await open();
    expect(door.state).toMatchObject({ door: 'Door A', position: 'p:7', number: 0, timeZone: 'Asia/Seoul' });
    expect(Object.keys(door.state?.others ?? {})).toEqual(['ball']);
    expect(disk.kept).toEqual(door.state);
  });

  it('is not where the network is gone, says why, and is once it is back', async () => {
    server.on(/GET .*guests/, () => 'lost');
    await door.open();
    await door.prepare('Door A');
    expect([door.stage, door.failure?.kind, disk.kept]).toEqual(['new', 'unreachable', undefined]);
    await expect(door.admit(1, 1)).rejects.toThrow();
    server.on(/GET .*guests/, () => [200, { position: 'p:7', guests: [guest(1)], next: null }]);
    await door.prepare('Door A');
    expect([door.stage, door.failure, door.book.guestCount]).toEqual(['ready', undefined, 1]);
  });

  it('is broken where its phone keeps nothing, at the beginning or later: nobody is let in on trust', async () => {
    const none = new Door('gala', () => Promise.reject(new Error('no storage')));
    await none.open();
    expect(none.stage).toBe('broken');
    await expect(none.admit(1, 1)).rejects.toThrow();
    await door.open();
    disk.putState = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    await door.prepare('Door A');
    expect(door.stage).toBe('broken');
    await expect(door.admit(1, 1)).rejects.toThrow();
    expect(rounds()).toBe(1);
  });

  it('keeps its new name though the round before it is answered late', async () => {
    await open();
    const late = later<undefined>();
    server.on(/GET .*entries/, () => late.promise.then(() => [200, news]));
    await vi.advanceTimersByTimeAsync(3_000);
    door.rename();
    server.on(/GET .*entries/, () => [200, news]);
    await door.prepare('Door B');
    expect(door.state?.door).toBe('Door B');
    late.come(undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([door.state?.door, disk.kept?.door]).toEqual(['Door B', 'Door B']);
    expect((await door.admit(1, 1)).door).toBe('Door B');
  });
});

describe('Rounds with the server', () => {
  it('come every three seconds, one at a time, and none once the page is closed', async () => {
    await open();
    const before = rounds();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(rounds()).toBe(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(rounds()).toBe(before + 1);
    const slow = later<undefined>();
    server.on(/GET .*entries/, () => slow.promise.then(() => [200, news]));
    await vi.advanceTimersByTimeAsync(3_000);
    void door.sync();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(rounds()).toBe(before + 2);
    door.close();
    slow.come(undefined);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(rounds()).toBe(before + 2);
  });

  it('stop while another name is asked for', async () => {
    await open();
    door.rename();
    const before = rounds();
    await vi.advanceTimersByTimeAsync(30_000);
    expect([door.stage, rounds()]).toEqual(['new', before]);
  });

  it('tell a scan that was taken back as that, with whose it is, and whoever it was may come in', async () => {
    await open();
    const scan = await door.admit(1, 1);
    expect(door.book.standing(1).left).toBe(0);
    await vi.advanceTimersByTimeAsync(100);
    await door.undo(scan);
    await vi.advanceTimersByTimeAsync(100);
    expect([door.book.standing(1).left, door.waiting.length]).toEqual([1, 0]);
    expect(told()).toMatchObject([
      { door: 'Door A', entries: [{ scan_id: scan.scanId, reservation: 1, count: 1, at: NOW }] },
      { door: 'Door A', entries: [{ reservation: 1, count: 1, undoes: scan.scanId }] },
    ]);
    expect(told()[0]).not.toHaveProperty('entries.0.undoes');
  });

  it('say that somebody has to sign in again, and no more once they have', async () => {
    await open();
    expect(door.isSignedOut).toBe(false);
    await learnRefusals();
    server.on(/GET .*entries/, () => [401, refusal('unauthorized')]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(door.isSignedOut).toBe(true);
    server.on(/GET .*entries/, () => [503, refusal('unavailable', { retryable: true })]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([door.isSignedOut, door.failure?.kind]).toEqual([false, 'refused']);
  });

  it('ask for nothing of others while the own scans cannot be told', async () => {
    await open();
    const before = rounds();
    server.on(/POST .*entries/, () => 'lost');
    await door.admit(1, 1);
    await vi.advanceTimersByTimeAsync(7_000);
    expect([rounds(), door.waiting.length, told().length]).toEqual([before, 1, 3]);
  });

  it('count the book’s versions only when there is news for it', async () => {
    await open();
    const before = door.version;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([rounds(), door.version]).toEqual([5, before]);
    await door.admit(1, 1);
    expect(door.version).toBe(before + 1);
    const entry = {
      ...{ number: 1, scan_id: 's', reservation: 2, count: 1, door: 'Door B', device: 'p' },
      ...{ at: NOW, undoes: null, actor: null },
    };
    server.on(/GET .*entries/, ({ path }) => [
      200,
      { ...news, entries: path.endsWith('after=0') ? [entry] : [] },
    ]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([door.version, door.book.standing(2).left]).toEqual([before + 2, 0]);
  });
});

describe('What is typed at the door', () => {
  it('is a code, with blanks around it as a reader types them', async () => {
    await open();
    expect(await door.judge('  aaaa2-bbbbb \r\n')).toMatchObject({ kind: 'welcome', isProven: false });
    expect((await door.judge('7777777777')).kind).toBe('not_found');
    expect((await door.judge('hello')).kind).toBe('no_ticket');
  });
});
