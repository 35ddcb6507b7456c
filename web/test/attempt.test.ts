import { describe, expect, it } from 'vitest';
import { ReserveMemory, type TextStorage } from '#lib/reserve/attempt.ts';

class MemoryStorage implements TextStorage {
  readonly items = new Map<string, string>();
  getItem = (name: string) => this.items.get(name) ?? null;
  setItem = (name: string, value: string) => void this.items.set(name, value);
  removeItem = (name: string) => void this.items.delete(name);
}

const forbidden: TextStorage = {
  getItem: () => {
    throw new Error('forbidden');
  },
  setItem: () => {
    throw new Error('full');
  },
  removeItem: () => {
    throw new Error('forbidden');
  },
};

function memoryOn(storage: TextStorage | undefined, event = 'default') {
  let keys = 0;
  return new ReserveMemory(event, storage, () => `key-${event}-${++keys}-${Math.random()}`);
}

const body = '{"user_name":"Kim","phone":"010-1234-5678"}';

describe('an attempt to reserve', () => {
  it('is stored with its key before it is sent', () => {
    const storage = new MemoryStorage();
    const attempt = memoryOn(storage).begin(body, [5]);
    expect(storage.getItem('jari:attempt:default')).toContain(attempt.key);
    expect(attempt.state).toBe('sent');
  });

  it('keeps its key and body when it is tried again, also after a refresh', () => {
    const storage = new MemoryStorage();
    const first = memoryOn(storage).begin(body, [5]);
    const refreshed = memoryOn(storage);
    refreshed.mark('failed');
    expect(refreshed.begin(body, [5])).toEqual(first);
  });

  it('gets a new key when the details are changed', () => {
    const memory = memoryOn(new MemoryStorage());
    const first = memory.begin(body, [5]);
    expect(memory.begin(body.replace('Kim', 'Lee'), [5]).key).not.toBe(first.key);
  });

  it('gets a new key when the seats are others, more or fewer, and none for another order of them', () => {
    const memory = memoryOn(new MemoryStorage());
    const keys = [[5], [5, 6], [6, 5], [6], [6, 7, 8]].map((seatIds) => memory.begin(body, seatIds).key);
    expect([new Set(keys).size, keys[1] === keys[2]]).toEqual([4, true]);
  });

  it('gets a new key when the seats are others', () => {
    const memory = memoryOn(new MemoryStorage());
    const first = memory.begin(body, [5, 6]);
    expect(memory.begin(body, [6, 5]).key).toBe(first.key);
    expect(memory.begin(body, [5]).key).not.toBe(first.key);
  });

  it('gets a new key after it was refused for good', () => {
    const memory = memoryOn(new MemoryStorage());
    const first = memory.begin(body, [5]);
    memory.forgetAttempt();
    expect(memory.begin(body, [5]).key).not.toBe(first.key);
  });

  it.each(['unknown', 'failed'] as const)(
    'is found as %s after a refresh when it was that before',
    (state) => {
      const storage = new MemoryStorage();
      const memory = memoryOn(storage);
      memory.begin(body, [5]);
      memory.mark(state);
      expect(memoryOn(storage).attempt()?.state).toBe(state);
    },
  );

  it('is found as unanswered after a refresh in mid-flight', () => {
    const storage = new MemoryStorage();
    memoryOn(storage).begin(body, [5]);
    expect(memoryOn(storage).attempt()?.state).toBe('sent');
  });

  it('keeps its key where storage is forbidden', () => {
    for (const storage of [undefined, forbidden]) {
      const memory = memoryOn(storage);
      const first = memory.begin(body, [5]);
      memory.mark('unknown');
      expect(memory.begin(body, [5]).key).toBe(first.key);
    }
  });

  it('of another event is another matter', () => {
    const storage = new MemoryStorage();
    memoryOn(storage).begin(body, [5]);
    expect(memoryOn(storage, 'other').attempt()).toBeUndefined();
  });
});

describe('a draft', () => {
  it('survives a refresh', () => {
    const storage = new MemoryStorage();
    memoryOn(storage).saveDraft({ name: '김하늘', phone: '010-1', seatIds: [2] });
    expect(memoryOn(storage).draft()).toEqual({ name: '김하늘', phone: '010-1', seatIds: [2] });
  });

  it('survives a refusal for good, so that nobody types it twice', () => {
    const memory = memoryOn(new MemoryStorage());
    const draft = { name: 'Kim', phone: '010-1234-5678', seatIds: [5] };
    memory.saveDraft(draft);
    memory.begin(body, [5]);
    memory.forgetAttempt();
    expect(memory.attempt()).toBeUndefined();
    expect(memory.draft()).toEqual(draft);
  });

  it('is gone, with its attempt, once reserved', () => {
    const storage = new MemoryStorage();
    const memory = memoryOn(storage);
    memory.saveDraft({ name: 'a', phone: 'b', seatIds: [] });
    memory.begin(body, [1]);
    memory.clear();
    expect(storage.items.size).toBe(0);
    expect(memory.draft()).toBeUndefined();
  });

  it('that is damaged counts as none', () => {
    const storage = new MemoryStorage();
    for (const damaged of ['{', 'null', '{"name":1}', '[]']) {
      storage.setItem('jari:draft:default', damaged);
      storage.setItem('jari:attempt:default', damaged);
      expect(memoryOn(storage).draft()).toBeUndefined();
      expect(memoryOn(storage).attempt()).toBeUndefined();
    }
  });
});
