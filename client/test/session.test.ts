import { describe, expect, it } from 'vitest';
import type { Problem } from '@jari/contract';
import type { Outcome } from '../src/outcome.ts';
import { SessionKeeper } from '../src/session.ts';

const opened: Outcome<string> = { ok: true, value: 'ann', sentAt: 0 };
const away: Outcome<string> = { ok: false, failure: { kind: 'unreachable', because: 'offline' } };
const refusedFor = (reason: Problem['reason']): Outcome<string> => ({
  ok: false,
  failure: {
    kind: 'refused',
    problem: {
      ...{ type: '', title: '', status: 400, detail: '', request_id: '' },
      ...{ success: false as const, reason, retryable: false },
    },
  },
});

/** Gives these outcomes in turn, the last for ever, and counts how often it was asked. */
function saying(...outcomes: readonly Outcome<string>[]) {
  let count = 0;
  const say = () => Promise.resolve(outcomes[Math.min(count++, outcomes.length - 1)] ?? away);
  return { say, asked: () => count };
}

describe('a session', () => {
  it('is asked for once, however many commands need it at once and later', async () => {
    const server = saying(opened);
    const keeper = new SessionKeeper(server.say);
    await Promise.all([keeper.ensure(), keeper.ensure(), keeper.run(saying(opened).say)]);
    await keeper.ensure();
    expect(server.asked()).toBe(1);
  });

  it('is asked for again when it could not be had', async () => {
    const server = saying(away, opened);
    const keeper = new SessionKeeper(server.say);
    expect(await keeper.ensure()).toEqual(away);
    expect(await keeper.ensure()).toEqual(opened);
    expect(server.asked()).toBe(2);
  });

  it('that the server has forgotten is asked for anew, and the command once more', async () => {
    const [server, command] = [saying(opened), saying(refusedFor('missing_user'), opened)];
    const keeper = new SessionKeeper(server.say);
    expect(await keeper.run(command.say)).toEqual(opened);
    expect([server.asked(), command.asked()]).toEqual([2, 2]);
  });

  it('that the server has forgotten is asked for anew once, however many commands learn of it', async () => {
    const server = saying(opened);
    const keeper = new SessionKeeper(server.say);
    const [quick, other] = [
      saying(refusedFor('missing_user'), opened),
      saying(refusedFor('missing_user'), opened),
    ];
    let answer = (_: Outcome<string>) => {};
    const slow = saying(opened);
    const late = keeper.run(async () =>
      slow.asked() === 0 ? new Promise<Outcome<string>>((resolve) => (answer = resolve)) : slow.say(),
    );
    expect(await Promise.all([keeper.run(quick.say), keeper.run(other.say)])).toEqual([opened, opened]);
    await slow.say();
    answer(refusedFor('missing_user'));
    expect(await late).toEqual(opened);
    expect(server.asked()).toBe(2);
  });

  it('is no cure for what is refused for another reason', async () => {
    const [server, command] = [saying(opened), saying(refusedFor('seat_held'))];
    expect(await new SessionKeeper(server.say).run(command.say)).toEqual(refusedFor('seat_held'));
    expect([server.asked(), command.asked()]).toEqual([1, 1]);
  });
});
