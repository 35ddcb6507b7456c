import { describe, expect, it } from 'vitest';
import { seatsInWords } from '../src/seat-words.ts';

const say = (labels: readonly string[], between?: string) =>
  seatsInWords(
    labels.map((label) => ({ label })),
    between,
  );

describe('seats as one says them', () => {
  it('are said with their row once, and which they are', () => {
    expect(say(['Stalls · B · 6', 'Stalls · B · 7'])).toBe('Stalls · B · 6, 7');
    expect(say(['Stalls · B · 6', 'Stalls · B · 7', 'Balcony · A · 7'])).toBe(
      'Stalls · B · 6, 7; Balcony · A · 7',
    );
    expect(say(['A · 1', 'B · 2', 'A · 3'])).toBe('A · 1; B · 2; A · 3');
  });

  it('are said one after the other where their names are one word', () => {
    expect(say(['A1', 'A2'])).toBe('A1, A2');
    expect(say(['A1', 'A2'], ' · ')).toBe('A1 · A2');
    expect(say(['A1', 'Stalls · B · 6'])).toBe('A1; Stalls · B · 6');
    expect(say([])).toBe('');
  });
});
