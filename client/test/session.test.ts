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

  it('is renewed once, however many commands find at once that it is gone: two sessions are two visitors', async () => {
    const server = saying(opened);
    const commands = [1, 2, 3].map(() => saying(refusedFor('missing_user'), opened));
    const keeper = new SessionKeeper(server.say);
    const outcomes = await Promise.all(commands.map(({ say }) => keeper.run(say)));
    expect(outcomes).toEqual([opened, opened, opened]);
    expect([server.asked(), ...commands.map(({ asked }) => asked())]).toEqual([2, 2, 2, 2]);
  });

  it('is no cure for what is refused for another reason', async () => {
    const [server, command] = [saying(opened), saying(refusedFor('seat_held'))];
    expect(await new SessionKeeper(server.say).run(command.say)).toEqual(refusedFor('seat_held'));
    expect([server.asked(), command.asked()]).toEqual([1, 1]);
  });
});
