import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { Submission } from '../src/routes/events/[event]/reserve/submission.svelte.ts';
import { later, refusal, type FakeServer, type Said } from './support/fake-server.ts';
import { annsServer, holdOf } from './support/hold-server.ts';
import { memoryStorage } from './support/memory-storage.ts';

const booked = [
  201,
  { success: true, reservation: { id: 'gala.7', event: 'gala', status: 'active', seats: [{ id: 3 }] } },
] as const satisfies Said;

let server: FakeServer;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('sessionStorage', memoryStorage());
  server = annsServer();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A form that is filled in. */
function form() {
  const reserved: string[] = [];
  const submission = new Submission(new Hall('gala'), (id) => reserved.push(id));
  submission.name = 'Ann';
  submission.phone = '010-1234-5678';
  submission.draftSeatIds = [3];
  return { submission, reserved };
}
/** The form as it is after the page was loaded anew. */
function reloaded(hall = new Hall('gala')) {
  const reserved: string[] = [];
  return { hall, reserved, submission: new Submission(hall, (id) => reserved.push(id)) };
}
/** Somebody has sent the form, has got no answer, and has left the page. */
async function leftWithoutAnswer() {
  server.on(/POST/, () => 'lost');
  const { submission } = form();
  await submission.submit();
  submission.leave();
}
const sent = () =>
  server.asked.filter(({ path }) => path.endsWith('/reservations') && !path.startsWith('/me'));
const keys = () => sent().map(({ key }) => key);

describe('The form to reserve', () => {
  it('sends an attempt that failed once more with the same key', async () => {
    server.on(/POST/, () => [503, refusal('intentional_failure', { retryable: true })]);
    const { submission, reserved } = form();
    await submission.submit();
    expect(submission.stage.is).toBe('failed');
    server.on(/POST/, () => booked);
    await submission.submit();
    expect(reserved).toEqual(['gala.7']);
    expect([keys().length, new Set(keys()).size]).toEqual([2, 1]);
  });

  it('sends an attempt that failed once more only when it is told to, also after a reload', async () => {
    server.on(/POST/, () => [503, refusal('intentional_failure', { retryable: true })]);
    const { submission: first } = form();
    await first.submit();
    first.leave();
    server.on(/POST/, () => booked);
    const { submission: second, reserved } = reloaded();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([second.stage.is, sent().length, reserved]).toEqual(['editing', 1, []]);
    await second.submit();
    expect([reserved, new Set(keys()).size]).toEqual([['gala.7'], 1]);
  });

  it('sends what was changed since with another key', async () => {
    server.on(/POST/, () => [503, refusal('intentional_failure', { retryable: true })]);
    const { submission } = form();
    await submission.submit();
    submission.name = 'Anna';
    submission.edited('name');
    await submission.submit();
    expect(new Set(keys()).size).toBe(2);
  });

  it('asks by itself, with the same key and the same words, what came of an attempt without an answer', async () => {
    let tries = 0;
    server.on(/POST/, () => (++tries < 3 ? 'lost' : booked));
    const { submission, reserved } = form();
    await submission.submit();
    expect([submission.stage, submission.locked]).toEqual([{ is: 'unknown', checking: false }, true]);
    submission.name = 'Somebody else';
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reserved).toEqual(['gala.7']);
    expect([sent().length, new Set(sent().map((each) => JSON.stringify(each))).size]).toEqual([3, 1]);
  });

  it('asks by itself a few times for each attempt, however often it has asked for the ones before', async () => {
    server.on(/POST/, () => 'lost');
    const { submission, reserved } = form();
    await submission.submit();
    await vi.advanceTimersByTimeAsync(300_000);
    expect([submission.stage.is, sent().length]).toEqual(['unknown', 5]);
    server.on(/POST/, () => [503, refusal('intentional_failure', { retryable: true })]);
    await submission.check();
    expect(submission.stage.is).toBe('failed');
    server.on(/POST/, () => 'lost');
    await submission.submit();
    server.on(/POST/, () => booked);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([reserved, new Set(keys()).size]).toEqual([['gala.7'], 1]);
  });

  it('goes on asking after a reload', async () => {
    await leftWithoutAnswer();
    server.on(/POST/, () => booked);
    const { submission: second, reserved } = reloaded();
    expect([second.name, second.stage.is]).toEqual(['Ann', 'unknown']);
    await vi.advanceTimersByTimeAsync(100);
    expect([reserved, new Set(keys()).size]).toEqual([['gala.7'], 1]);
    // What is reserved leaves neither form nor attempt behind.
    expect(reloaded().submission).toMatchObject({
      name: '',
      stage: { is: 'editing' },
    });
  });

  it('asks what came of an attempt that was still on its way when the page was loaded anew', async () => {
    server.on(/POST/, () => later<Said>().promise);
    const first = form().submission;
    void first.submit();
    await vi.advanceTimersByTimeAsync(100);
    expect([sent().length, first.stage.is]).toEqual([1, 'sending']);
    first.leave();
    server.on(/POST/, () => booked);
    const { submission: second, reserved } = reloaded();
    expect(second.locked).toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    expect([reserved, keys().length, new Set(keys()).size]).toEqual([['gala.7'], 2, 1]);
  });

  it('finds the ticket of a try without an answer, whatever the next try is told', async () => {
    const list = { reservations: [booked[1].reservation] };
    let tries = 0;
    server
      .on(/POST/, () => (++tries === 1 ? 'lost' : [409, refusal('no_hold')]))
      .on(/GET \/me\/reservations/, () => [200, list]);
    const hall = new Hall('gala');
    const submission = new Submission(hall, () => undefined);
    Object.assign(submission, { name: 'Ann', phone: '010-1234-5678', draftSeatIds: [3] });
    await submission.submit();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([tries, submission.stage.is, hall.mine.reservedSeatIds]).toEqual([2, 'refused', [3]]);
  });

  it('reserves no seats that were taken since an attempt without an answer, unless it is told to', async () => {
    let held = [3];
    server
      .on(/POST/, () => 'lost')
      .on(/PUT \/events\/gala\/hold/, () => [200, holdOf(...held)])
      .on(/GET \/events\/gala\/hold$/, () => [200, holdOf(...held)]);
    const hall = new Hall('gala');
    await hall.mine.take(held);
    const first = new Submission(hall, () => undefined);
    Object.assign(first, { name: 'Ann', phone: '010-1234-5678' });
    await first.submit();
    expect([sent().length, first.stage.is]).toEqual([1, 'unknown']);
    first.leave();
    held = [5];
    await hall.mine.take(held);
    server.on(/POST/, () => booked);
    const { submission: second, reserved } = reloaded(hall);
    await vi.advanceTimersByTimeAsync(20_000);
    expect([sent().length, reserved, second.stage.is]).toEqual([1, [], 'editing']);
    await second.submit();
    expect([reserved, new Set(keys()).size]).toEqual([['gala.7'], 2]);
    hall.mine.stop();
  });

  it('leads to the ticket of an attempt without an answer also where other seats were taken since', async () => {
    server
      .on(/PUT \/events\/gala\/hold/, () => [200, holdOf(5)])
      .on(/GET \/events\/gala\/hold$/, () => [200, holdOf(5)])
      .on(/GET \/me\/reservations/, () => [200, { reservations: [booked[1].reservation] }]);
    await leftWithoutAnswer();
    const hall = new Hall('gala');
    await hall.mine.take([5]);
    const { submission: second, reserved } = reloaded(hall);
    await vi.advanceTimersByTimeAsync(20_000);
    expect([sent().length, reserved, second.stage.is]).toEqual([1, ['gala.7'], 'editing']);
    hall.mine.stop();
  });

  it('asks what is held before it sends an attempt once more, as after a reload, and asks until it knows', async () => {
    await leftWithoutAnswer();
    let tries = 0;
    server
      .on(/GET \/events\/gala\/hold$/, () => [200, holdOf(5)])
      .on(/GET \/me\/reservations/, () => (++tries < 3 ? 'lost' : [200, { reservations: [] }]));
    const { hall, submission: second } = reloaded();
    await vi.advanceTimersByTimeAsync(500);
    expect([sent().length, second.stage.is]).toEqual([1, 'unknown']);
    await vi.advanceTimersByTimeAsync(20_000);
    expect([sent().length, second.stage.is, hall.mine.hold?.seatIds]).toEqual([1, 'editing', [5]]);
    hall.mine.stop();
  });

  it('sends no attempt once more before it knows what is held, however often that question has no answer', async () => {
    await leftWithoutAnswer();
    let tries = 0;
    server
      .on(/POST/, () => booked)
      .on(/GET \/events\/gala\/hold$/, () => (++tries < 3 ? 'lost' : [200, holdOf(5)]));
    const { hall, submission: second, reserved } = reloaded();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([sent().length, reserved, second.stage.is]).toEqual([1, [], 'editing']);
    hall.mine.stop();
  });

  it('finds the ticket of a try that was told “unavailable”, though what was sent then was changed', async () => {
    const list = { reservations: [booked[1].reservation] };
    let tries = 0;
    server
      .on(/POST/, () =>
        ++tries === 1 ? [503, refusal('unavailable', { retryable: true })] : [409, refusal('no_hold')],
      )
      .on(/GET \/me\/reservations/, () => [200, list]);
    const hall = new Hall('gala');
    const submission = new Submission(hall, () => undefined);
    Object.assign(submission, { name: 'Ann', phone: '010-1234-5678', draftSeatIds: [3] });
    await submission.submit();
    submission.name = 'Anna';
    submission.edited('name');
    await submission.submit();
    expect([tries, submission.stage.is, hall.mine.reservedSeatIds]).toEqual([2, 'refused', [3]]);
  });

  it('sends once, however often it is pressed, and not at all without a name or a network', async () => {
    server.on(/POST/, () => booked);
    const { submission } = form();
    await Promise.all([submission.submit(), submission.submit(), submission.submit()]);
    expect(sent()).toHaveLength(1);
    const nameless = form().submission;
    nameless.name = ' ';
    await nameless.submit();
    vi.stubGlobal('navigator', { onLine: false });
    const offline = form().submission;
    await offline.submit();
    expect([nameless.faults, offline.stage, sent().length]).toEqual([
      { name: 'name_missing' },
      { is: 'offline' },
      1,
    ]);
  });

  it('keeps what was typed when the seats are lost, and says which', async () => {
    server.on(/POST/, () => [409, refusal('already_reserved', { seat_ids: [3] })]);
    const { submission } = form();
    await submission.submit();
    expect([submission.stage.is, submission.name, submission.draftSeatIds]).toEqual(['refused', 'Ann', [3]]);
    expect(reloaded().submission).toMatchObject({
      name: 'Ann',
      draftSeatIds: [3],
    });
  });
});
