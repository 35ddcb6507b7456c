import { describe, expect, it } from 'vitest';
import { LineMemory } from '#lib/waiting/line-memory.ts';

function storage() {
  const items = new Map<string, string>();
  let writes = 0;
  return {
    items,
    get writes() {
      return writes;
    },
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => {
      writes += 1;
      items.set(name, value);
    },
    removeItem: (name: string) => void items.delete(name),
  };
}

describe('what a device remembers of a place in line', () => {
  it('is the number, the pass and what was first seen, for each event, also after a reload', () => {
    const kept = storage();
    const memory = new LineMemory('gala', kept);
    memory.note(7, { aheadAtFirst: 6 });
    memory.note(7, { pass: 'q1.x' });
    expect(new LineMemory('gala', kept).get()).toEqual({ number: 7, aheadAtFirst: 6, pass: 'q1.x' });
    expect(new LineMemory('other', kept).get()).toBeUndefined();
  });

  it('carries nothing over to another number', () => {
    const memory = new LineMemory('gala', storage());
    memory.note(7, { pass: 'q1.x', aheadAtFirst: 6 });
    memory.note(31);
    expect(memory.get()).toEqual({ number: 31 });
  });

  it('loses the pass, and not the number, when the turn is over', () => {
    const memory = new LineMemory('gala', storage());
    memory.note(7, { pass: 'q1.x' });
    memory.dropPass();
    expect(memory.get()).toEqual({ number: 7 });
  });

  it('is written only when it changes, because every tab hears of it', () => {
    const kept = storage();
    const memory = new LineMemory('gala', kept);
    memory.note(7, { pass: 'q1.x' });
    const { writes } = kept;
    memory.note(7);
    memory.note(7, { pass: 'q1.x' });
    expect(kept.writes).toBe(writes);
  });

  it('lasts as long as the page where storage is forbidden', () => {
    const forbidden = () => {
      throw new Error('forbidden');
    };
    const memory = new LineMemory('gala', { getItem: forbidden, setItem: forbidden, removeItem: forbidden });
    memory.note(7);
    expect(memory.get()).toEqual({ number: 7 });
    memory.set('left');
    expect(memory.get()).toBe('left');
  });

  it('is nothing where something else was written', () => {
    const kept = storage();
    kept.items.set('jari:line:gala', '{"number":"seven"}');
    expect(new LineMemory('gala', kept).get()).toBeUndefined();
    kept.items.set('jari:line:gala', '{');
    expect(new LineMemory('gala', kept).get()).toBeUndefined();
  });
});
