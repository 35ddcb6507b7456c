import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Shared } from '#lib/app/shared.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Closed ten seconds after the last has left; what was opened and closed is written down. */
function sharing() {
  const log: string[] = [];
  const shared = new Shared((name) => {
    log.push(`opens ${name}`);
    return { value: {}, close: () => log.push(`closes ${name}`) };
  }, 10_000);
  return { shared, log };
}

describe('What pages share', () => {
  it('is the same for all who enter it, and another by another name', () => {
    const { shared, log } = sharing();
    const [one, other, elsewhere] = [shared.enter('gala'), shared.enter('gala'), shared.enter('ball')];
    expect([one.value === other.value, one.value === elsewhere.value]).toEqual([true, false]);
    expect(log).toEqual(['opens gala', 'opens ball']);
  });

  it('stays as long as somebody is in it, however long ago another left', () => {
    const { shared, log } = sharing();
    const hall = shared.enter('gala');
    hall.leave();
    vi.advanceTimersByTime(5_000);
    const form = shared.enter('gala');
    expect(form.value).toBe(hall.value);
    vi.advanceTimersByTime(60_000);
    const beside = shared.enter('gala');
    form.leave();
    vi.advanceTimersByTime(60_000);
    expect([log, beside.value === hall.value]).toEqual([['opens gala'], true]);
  });

  it('closes some time after the last has left, once, and is then opened anew', () => {
    const { shared, log } = sharing();
    const first = shared.enter('gala');
    first.leave();
    vi.advanceTimersByTime(6_000);
    shared.enter('gala').leave();
    vi.advanceTimersByTime(9_999);
    expect(log).toEqual(['opens gala']);
    vi.advanceTimersByTime(60_000);
    expect(log).toEqual(['opens gala', 'closes gala']);
    expect(shared.enter('gala').value).not.toBe(first.value);
  });
});
