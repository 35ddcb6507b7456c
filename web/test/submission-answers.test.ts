import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import type { MyLine } from '#lib/waiting/my-line.svelte.ts';
import { lostTheSeats, Submission } from '../src/routes/events/[event]/reserve/submission.svelte.ts';
import { BrowserEvents } from './support/browser-events.ts';
import { later, refusal, type FakeServer, type Said } from './support/fake-server.ts';
import { annsServer } from './support/hold-server.ts';
import { memoryStorage } from './support/memory-storage.ts';

const ticket = { id: 'gala.7', event: 'gala', status: 'active', seats: [{ id: 3 }] };
const booked: Said = [201, { success: true, reservation: ticket }];

let server: FakeServer;
let page: BrowserEvents;
let hall: Hall;
let reserved: string[];
let form: Submission;
beforeEach(() => {
  vi.useFakeTimers();
  page = new BrowserEvents();
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('sessionStorage', memoryStorage());
  server = annsServer();
  hall = new Hall('gala');
  reserved = [];
  form = filledIn();
});
afterEach(() => {
  form.leave();
  hall.mine.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function filledIn(): Submission {
  const made = new Submission(hall, (id) => reserved.push(id));
  Object.assign(made, { name: ' Ann ', phone: ' 010-1234-5678 ', draftSeatIds: [3] });
  return made;
}
const sent = () =>
  server.asked.filter(({ path }) => path.endsWith('/reservations') && !path.startsWith('/me'));
const keys = () => new Set(sent().map(({ key }) => key)).size;
const stored = () => new Submission(new Hall('gala'), () => undefined);

describe('What was sent', () => {
  it('is what was typed without the blanks around it', async () => {
    server.on(/POST/, () => booked);
    await form.submit();
    expect(sent().map(({ body }) => body)).toEqual([{ user_name: 'Ann', phone: '010-1234-5678' }]);
    expect(hall.mine.reservedSeatIds).toEqual([3]);
  });

  it.each([
    [['user_name'], { name: 'name_wrong' }],
    [['phone'], { phone: 'phone_wrong' }],
    [['user_name', 'phone'], { name: 'name_wrong', phone: 'phone_wrong' }],
  ])(
    'and is wrong by the server’s judgement can be corrected, under another key: %o',
    async (fields, faults) => {
      const errors = fields.map((field) => ({ field, message: 'no' }));
      server.on(/POST/, () => [422, refusal('validation', { errors })]);
      await form.submit();
      expect([form.stage.is, form.faults, form.locked]).toEqual(['editing', faults, false]);
      server.on(/POST/, () => booked);
      await form.submit();
      expect([reserved, keys()]).toEqual([['gala.7'], 2]);
    },
  );

  it.each([
    ['name', { phone: 'phone_missing' }],
    ['phone', { name: 'name_missing' }],
  ] as const)(
    'was not, and of what is typed since nobody complains, but of the rest: %s',
    async (field, rest) => {
      Object.assign(form, { name: '', phone: '' });
      await form.submit();
      expect([form.faults, sent().length]).toEqual([{ name: 'name_missing', phone: 'phone_missing' }, 0]);
      form.edited(field);
      expect(form.faults).toEqual(rest);
      form.edited(field === 'name' ? 'phone' : 'name');
      expect(form.faults).toEqual({});
    },
  );

  it('and refused for good is a new wish when it is sent again', async () => {
    server.on(/POST/, () => [403, refusal('forbidden')]);
    await form.submit();
    expect(form.stage).toMatchObject({ is: 'refused', failure: { problem: { reason: 'forbidden' } } });
    expect(stored().stage.is).toBe('editing');
    server.on(/POST/, () => booked);
    await form.submit();
    expect([reserved, keys()]).toEqual([['gala.7'], 2]);
  });

  it('and has been cancelled since is told so, and is no ticket', async () => {
    server.on(/POST/, () => [200, { success: true, reservation: { ...ticket, status: 'cancelled' } }]);
    await form.submit();
    expect([form.stage.is, reserved, hall.mine.reservedSeatIds]).toEqual(['cancelled', [], []]);
    expect(server.heard(/GET .*hold$/)).toHaveLength(1);
    // Taking the seats again is another wish.
    await form.submit();
    expect(keys()).toBe(2);
  });

  it('for seats that somebody has is lost with those, and nobody asks whether it was a ticket', async () => {
    server.on(/POST/, () => [409, refusal('already_reserved', { seat_ids: [3] })]);
    await form.submit();
    expect([form.stage.is, hall.mine.lost?.seatIds]).toEqual(['refused', [3]]);
    expect(server.heard(/GET \/me\/reservations/)).toEqual([]);
  });
});

describe('A ticket that was got in one’s turn', () => {
  it('uses the turn up, also where the form was left, and a refusal does not', async () => {
    let used = 0;
    // Of a place in line no more than this is told.
    hall.line = { used: () => used++ } as unknown as MyLine;
    server.on(/POST/, () => [403, refusal('forbidden')]);
    await form.submit();
    expect(used).toBe(0);
    server.on(/POST/, () => booked);
    const submitting = form.submit();
    form.leave();
    await submitting;
    expect(used).toBe(1);
  });
});

describe('An attempt without an answer', () => {
  it('is asked about at once when the button is pressed, and once when the network is back', async () => {
    server.on(/POST/, () => 'lost');
    await form.submit();
    await form.submit();
    expect([sent().length, keys()]).toEqual([2, 1]);
    await vi.advanceTimersByTimeAsync(300_000);
    const before = sent().length;
    page.happens('online');
    page.happens('online');
    await vi.advanceTimersByTimeAsync(199);
    expect(sent()).toHaveLength(before);
    server.on(/POST/, () => booked);
    await vi.advanceTimersByTimeAsync(1);
    expect([sent().length, keys(), reserved]).toEqual([before + 1, 1, ['gala.7']]);
    page.happens('online');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent()).toHaveLength(before + 1);
  });

  it('is asked about after one, two, four and eight seconds, and then no more by itself', async () => {
    server.on(/POST/, () => 'lost');
    await form.submit();
    const counts: number[] = [];
    for (const ms of [999, 1, 1_999, 1, 3_999, 1, 7_999, 1, 60_000]) {
      await vi.advanceTimersByTimeAsync(ms);
      counts.push(sent().length);
    }
    expect(counts).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('keeps what was sent from being changed, also by another seat', async () => {
    const answer = later<Said>();
    server.on(/POST/, () => answer.promise);
    const submitting = form.submit();
    expect([form.sending, form.locked]).toEqual([true, true]);
    form.tookSeat();
    form.edited('name');
    expect(form.stage.is).toBe('sending');
    answer.come('lost');
    await submitting;
    expect([form.sending, form.locked]).toEqual([false, true]);
    form.tookSeat();
    form.edited('phone');
    expect(form.stage.is).toBe('unknown');
    expect(stored().stage.is).toBe('unknown');
  });

  it('leads nowhere once the form is left, though the ticket is there, and is asked about no more', async () => {
    const answer = later<Said>();
    server.on(/POST/, () => answer.promise);
    const submitting = form.submit();
    await vi.advanceTimersByTimeAsync(10);
    form.leave();
    answer.come(booked);
    await submitting;
    expect([reserved, hall.mine.reservedSeatIds]).toEqual([[], [3]]);
    form = filledIn();
    server.on(/POST/, () => 'lost');
    const again = form.submit();
    form.leave();
    await again;
    await vi.advanceTimersByTimeAsync(60_000);
    page.happens('online');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent()).toHaveLength(2);
  });

  it('is none where nothing was sent: then checking leads back to the form', async () => {
    await form.check();
    expect([form.stage.is, sent().length]).toEqual(['editing', 0]);
  });
});

describe('Another seat', () => {
  it('ends a refusal, and is what the draft is for', async () => {
    server.on(/POST/, () => [409, refusal('already_reserved', { seat_ids: [3] })]);
    await form.submit();
    hall.mine.hold = { seatIds: [5], endsAt: Infinity, toldAt: 0, extensionsLeft: 0 };
    form.tookSeat();
    expect([form.stage.is, form.draftSeatIds]).toEqual(['editing', [5]]);
    expect(stored()).toMatchObject({ name: ' Ann ', draftSeatIds: [5] });
  });

  it('is needed after refusals by which the seats are gone, and after no others', () => {
    const failed = (reason: 'seat_held' | 'no_hold' | 'forbidden') => {
      const problem = { type: '', title: '', status: 409, detail: '', reason, request_id: '' } as const;
      return { kind: 'refused', problem: { ...problem, success: false, retryable: false } } as const;
    };
    expect((['seat_held', 'no_hold', 'forbidden'] as const).map((why) => lostTheSeats(failed(why)))).toEqual([
      ...[true, true, false],
    ]);
    expect(lostTheSeats({ kind: 'unreachable', because: 'network' })).toBe(false);
  });
});

describe('A form', () => {
  it('says that there is no network, and no more once something is typed', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    await form.submit();
    expect(form.stage.is).toBe('offline');
    form.edited('name');
    expect(form.stage.is).toBe('editing');
  });

  it('works where nothing may be stored', async () => {
    Object.defineProperty(globalThis, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
    form = filledIn();
    server.on(/POST/, () => booked);
    await form.submit();
    expect(reserved).toEqual(['gala.7']);
  });
});
