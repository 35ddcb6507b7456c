/** A promise that was broken in a run. */
export interface Finding {
  /** Which one, in a word that stays the same while a story is made shorter. */
  readonly invariant: string;
  readonly detail: string;
}

/** What was found in a run. It ends with the first: what follows from a broken promise says nothing new. */
export class Findings {
  readonly all: Finding[] = [];

  get any(): boolean {
    return this.all.length > 0;
  }

  add(invariant: string, detail: string): void {
    this.all.push({ invariant, detail });
  }
}
