import { describe, expect, it } from 'vitest';
import { LoopDelay, TICK_MS } from '../../../src/http/overload/loop-delay.ts';

/** A loop that takes turns of a length, each with so many requests. */
function loop() {
  let now = 0;
  const delay = new LoopDelay(now);
  return {
    delay,
    arrive: (count: number) => {
      for (let i = 0; i < count; i++) delay.arrived();
    },
    turn: (lateMs: number, requests: number) => {
      for (let i = 0; i < requests; i++) delay.arrived();
      now += TICK_MS + lateMs;
      delay.tick(now);
    },
    current: (sinceTurnMs = 0) => delay.current(now + sinceTurnMs),
  };
}

describe('how long requests wait for the event loop', () => {
  it('is nothing while turns are on time', () => {
    const { turn, current } = loop();
    for (let i = 0; i < 5; i++) turn(0, 1_000);
    expect(current()).toBe(0);
  });

  it('forgives one late turn, and not the second', () => {
    const { turn, current } = loop();
    turn(300, 1_000);
    expect(current()).toBe(0);
    turn(250, 1_000);
    expect(current()).toBe(250);
  });

  it('knows it within the second turn, before that is over', () => {
    const { turn, arrive, current } = loop();
    turn(300, 1_000);
    arrive(100);
    expect(current(TICK_MS + 200)).toBe(200);
  });

  it('is over with the first turn that is on time again', () => {
    const { turn, current } = loop();
    turn(300, 1_000);
    turn(300, 1_000);
    turn(0, 1_000);
    expect(current()).toBe(0);
  });

  it('is no crowd’s doing when hardly anybody came', () => {
    const { turn, current } = loop();
    turn(800, 3);
    turn(800, 3);
    expect(current()).toBe(0);
  });
});
