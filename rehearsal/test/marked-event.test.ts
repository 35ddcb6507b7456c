import { describe, expect, it } from 'vitest';
import { MarkedEvent, NotARehearsal } from '../src/organiser/marked-event.ts';
import { inventedPerson } from '../src/people/invented.ts';
import type { Question } from '../src/wire/messages.ts';

const answering = (body: object, status = 200) => ({
  ask: () => Promise.resolve({ status, body: { ...body }, retryAfterMs: 0, tookMs: 1, cookies: '' }),
});
const marked = { id: 'rehearsal-a', rules: { is_rehearsal: true } };

describe('an event to play on', () => {
  it('has to say of itself that it is a rehearsal', async () => {
    expect((await MarkedEvent.find(answering(marked), 'rehearsal-a')).id).toBe('rehearsal-a');
    for (const other of [
      { ...marked, rules: {} },
      { ...marked, rules: { is_rehearsal: false } },
      { ...marked, id: 'rehearsal-b' },
      {},
    ]) {
      await expect(MarkedEvent.find(answering(other), 'rehearsal-a')).rejects.toThrow(NotARehearsal);
    }
    await expect(MarkedEvent.find(answering(marked, 404), 'rehearsal-a')).rejects.toThrow('404');
  });

  it.each<[Question['method'], string]>([
    ['PUT', '/api/v1/events/gala/hold'],
    ['POST', '/api/v1/events/rehearsal-ab/reservations'],
    ['PUT', '/api/v1/events/rehearsal-a'],
    ['POST', '/api/v1/seats/reservation/fcfs'],
    ['DELETE', '/api/v1/reservations/gala.17'],
    ['DELETE', '/api/v1/reservations/rehearsal-ab.17'],
    ['POST', '/fcfs/join?event=gala'],
    ['POST', '/fcfs/join'],
    ['DELETE', '/fcfs/pass?event=gala&x=rehearsal-a'],
  ])('lets no %s %s through', async (method, path) => {
    const event = await MarkedEvent.find(answering(marked), 'rehearsal-a');
    expect(() => event.checked({ method, path })).toThrow(NotARehearsal);
  });

  it.each<[Question['method'], string]>([
    ['GET', '/api/v1/me'],
    ['PUT', '/api/v1/events/rehearsal-a/hold'],
    ['DELETE', '/api/v1/reservations/rehearsal-a.17'],
    ['POST', '/fcfs/join?event=rehearsal-a'],
  ])('takes %s %s', async (method, path) => {
    const event = await MarkedEvent.find(answering(marked), 'rehearsal-a');
    expect(event.checked({ method, path })).toEqual({ method, path });
  });
});

describe('the people', () => {
  it('have names that say so, and numbers that are kept for fiction', () => {
    for (const index of [0, 99, 100, 54_321]) {
      const { user_name: name, phone } = inventedPerson(index);
      expect(name).toContain('리허설');
      expect(phone).toMatch(/^\+1[2-9]\d{2}55501\d{2}$/);
    }
  });
});
