import { WorkSearch } from '@jari/contract/proof-of-work';
import { describe, expect, it } from 'vitest';
import { WorkChallenges } from '../../src/http/admission/work-challenge.ts';

let now = 1_893_456_000_000;
const challenges = new WorkChallenges(['new', 'old'], () => now);
const prove = (challenge: string, bits: number) => new WorkSearch(challenge, bits).look(10_000_000) ?? '';
const proof = prove(challenges.write('gala', 'session:ann'), 10);

describe('a proof of work', () => {
  it('proves as many bits as were found, of the challenge it is for', () => {
    const proven = challenges.read(proof, 'gala', 'session:ann');
    expect(proven?.bits).toBeGreaterThanOrEqual(10);
    expect(proof).toContain(`${proven?.mark}.`);
    expect(
      challenges.read(`${challenges.write('gala', 'session:ann')}.zz`, 'gala', 'session:ann')?.bits,
    ).toBeLessThan(10);
  });

  it('proves nothing for anybody else, in any other event, or under a secret that is gone', () => {
    expect(challenges.read(proof, 'gala', 'session:bob')).toBeUndefined();
    expect(challenges.read(proof, 'galb', 'session:ann')).toBeUndefined();
    expect(challenges.read(proof.replace('gala', 'galb'), 'galb', 'session:ann')).toBeUndefined();
    const by = (secret: string) => new WorkChallenges([secret], () => now).write('gala', 'session:ann');
    expect(challenges.read(`${by('old')}.1`, 'gala', 'session:ann')).toBeDefined();
    expect(challenges.read(`${by('gone')}.1`, 'gala', 'session:ann')).toBeUndefined();
  });

  it('is taken for ten minutes, also from a machine whose clock is a little ahead', () => {
    const at = now;
    now = at - 5_000;
    expect(challenges.read(proof, 'gala', 'session:ann')).toBeDefined();
    now = at - 601_000;
    expect(challenges.read(proof, 'gala', 'session:ann')).toBeUndefined();
    now = at + 599_999;
    expect(challenges.read(proof, 'gala', 'session:ann')).toBeDefined();
    now = at + 600_000;
    expect(challenges.read(proof, 'gala', 'session:ann')).toBeUndefined();
    now = at;
  });

  it('is none when it is written otherwise', () => {
    const [challenge = ''] = [challenges.write('gala', 'session:ann')];
    for (const text of [
      '',
      challenge,
      `${challenge}.`,
      `${challenge}. `,
      `x${proof}`,
      `${proof}.1`,
      `${challenge}.${'1'.repeat(21)}`,
    ]) {
      expect(challenges.read(text, 'gala', 'session:ann'), text).toBeUndefined();
    }
  });
});
