const FREE = 'a'.charCodeAt(0);
const TAKEN = 'h'.charCodeAt(0);

/** The letters of the API. */
export const LETTERS: Readonly<Record<string, string>> = {
  available: 'a',
  held: 'h',
  reserved: 'r',
  blocked: 'b',
};

/** The hall as somebody sees it who watches it live: what the stream told, and nothing else. */
export class HallView {
  private letters = Buffer.alloc(0);

  /** False until the stream has begun. */
  get isKnown(): boolean {
    return this.letters.length > 0;
  }

  get seatCount(): number {
    return this.letters.length;
  }

  /** Nobody can have a seat any more, and what is held does not come back. */
  get isSoldOut(): boolean {
    return this.isKnown && !this.letters.includes(FREE) && !this.letters.includes(TAKEN);
  }

  get states(): string {
    return this.letters.toString('latin1');
  }

  replace(states: string): void {
    this.letters = Buffer.from(states, 'latin1');
  }

  put(seatIds: readonly number[], letter: string): void {
    for (const id of seatIds) this.letters[id - 1] = letter.charCodeAt(0);
  }

  /** Seats with neighbouring numbers that seem free, from a point of the hall on (0…1); undefined when there are none. */
  freeRun(quantity: number, from: number): number[] | undefined {
    const { length } = this.letters;
    const start = Math.floor(from * length);
    let run = 0;
    for (let i = 0; i < length + quantity; i++) {
      const index = (start + i) % length;
      // The last seat and the first are no neighbours.
      if (index === 0) run = 0;
      run = (this.letters[index] ?? TAKEN) === FREE ? run + 1 : 0;
      if (run === quantity) return Array.from({ length: quantity }, (_, k) => index - quantity + 2 + k);
    }
    return undefined;
  }
}
