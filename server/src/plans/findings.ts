import type { FieldError } from '@jari/contract';

/** More than anybody reads at once; the last entry says how many there are beyond. */
const PROBLEMS_MAX = 50;
const REMARKS_MAX = 100;

/**
 * What is found while a file is read. Problems refuse it; all of them are collected, so that whoever made the
 * file mends it in one go. What was ignored or changed is said once for all places alike.
 */
export class Findings {
  private readonly problemList: FieldError[] = [];
  private problemCount = 0;
  private readonly ignoredPlaces = new Map<string, Repeated>();
  private readonly noteList = new Map<string, Repeated>();

  get isFaultless(): boolean {
    return this.problemCount === 0;
  }

  problem(field: string, message: string): void {
    this.problemIf(() => ({ field, message }));
  }

  /** The same where the words take time and there may be 200,000 of them: asked for only if they are listed. */
  problemIf(words: () => FieldError): void {
    this.problemCount++;
    if (this.problemList.length < PROBLEMS_MAX) this.problemList.push(words());
  }

  /** A member that means nothing here. */
  ignore(place: string): void {
    repeat(this.ignoredPlaces, place.replaceAll(/\/\d+(?=\/)/g, '/*'), place);
  }

  /** What was changed, or looks like a mistake; `what` is the same for all places alike. */
  note(place: string, what: string, count = 1): void {
    for (let i = 0; i < count; i++) repeat(this.noteList, what, place);
  }

  get problems(): FieldError[] {
    const hidden = this.problemCount - this.problemList.length;
    if (hidden === 0) return [...this.problemList];
    return [...this.problemList, { field: 'body', message: `has ${hidden} problems more` }];
  }

  get ignored(): string[] {
    return listed(this.ignoredPlaces, (_pattern, place) => place);
  }

  get notes(): string[] {
    return listed(this.noteList, (what, place) => `${place}: ${what}`);
  }
}

interface Repeated {
  readonly firstPlace: string;
  count: number;
}

function repeat(map: Map<string, Repeated>, key: string, place: string): void {
  const known = map.get(key);
  if (known !== undefined) known.count++;
  else map.set(key, { firstPlace: place, count: 1 });
}

function listed(map: ReadonlyMap<string, Repeated>, words: (key: string, place: string) => string): string[] {
  return Array.from(map)
    .slice(0, REMARKS_MAX)
    .map(([key, { firstPlace, count }]) => {
      const line = words(key, firstPlace);
      return count === 1 ? line : `${line} (and ${count - 1} more like it)`;
    });
}
