import { describe, expect, it } from 'vitest';
import { QueuePasses } from '../../src/http/admission/queue-pass.ts';

const facts = { eventId: 'gala', userId: 'session:ann', place: 12, endsAtMs: 1_893_456_000_000, sequence: 7 };
const passes = new QueuePasses(['new', 'old']);
const pass = passes.write(facts);

describe('a queue pass', () => {
  it('says what was written, to the user and the event it was written for', () => {
    expect(passes.read(pass, 'gala', 'session:ann')).toEqual(facts);
  });

  it('is good for nobody else and no other event', () => {
    expect(passes.read(pass, 'gala', 'session:bob')).toBeUndefined();
    expect(passes.read(pass, 'galb', 'session:ann')).toBeUndefined();
    expect(passes.read(pass.replace('gala', 'galb'), 'galb', 'session:ann')).toBeUndefined();
  });

  it('is good while its secret is still known', () => {
    expect(passes.read(new QueuePasses(['old']).write(facts), 'gala', 'session:ann')).toEqual(facts);
    expect(passes.read(new QueuePasses(['gone']).write(facts), 'gala', 'session:ann')).toBeUndefined();
  });

  it('is none when any of its characters is another', () => {
    for (let i = 0; i < pass.length - 1; i++) {
      const other = pass.slice(0, i) + (pass[i] === '1' ? '2' : '1') + pass.slice(i + 1);
      expect(passes.read(other, 'gala', 'session:ann'), other).toBeUndefined();
    }
    for (const text of ['', 'q1', 'q1.gala.1.1.1.', `${pass}x`, `x${pass}`]) {
      expect(passes.read(text, 'gala', 'session:ann')).toBeUndefined();
    }
  });
});
