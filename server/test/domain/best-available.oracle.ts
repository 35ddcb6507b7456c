import type { Hall } from '../../src/domain/hall.ts';
import type { SeatWish } from '../../src/domain/best-available.ts';

/**
 * The promises about the best seats, tried out over every choice there is. Slow, simple, and without a line of
 * what it judges: it knows a hall by its neighbours only.
 */
export class Oracle {
  private readonly all: readonly number[];
  private readonly wanted: readonly number[];

  constructor(
    private readonly hall: Hall,
    /** The own hold's seats among them. */
    private readonly free: ReadonlySet<number>,
    private readonly wish: SeatWish,
  ) {
    this.all = Array.from({ length: hall.seatCount }, (_, i) => i + 1);
    const sparing = this.all.filter((id) => free.has(id) && this.fits(id) && !this.isSpared(id));
    // Nothing else is left for the wish: not as many seats, or none with a mark that is needed.
    const isEnough = this.canServe(sparing);
    this.wanted = isEnough ? sparing : this.all.filter((id) => free.has(id) && this.fits(id));
  }

  get isPossible(): boolean {
    return this.canServe(this.wanted);
  }

  /** Whether a choice is of free seats that fit, each once. */
  isAllowed(choice: readonly number[]): boolean {
    return (
      choice.length === this.wish.quantity &&
      new Set(choice).size === choice.length &&
      choice.every((id) => this.wanted.includes(id)) &&
      this.hasMarks(choice)
    );
  }

  /** All choices side by side; of a standing area, the lowest places. */
  blocks(): number[][] {
    const { quantity } = this.wish;
    const sitting = this.all.flatMap((first) => {
      const block = Array.from({ length: quantity }, (_, i) => first + i);
      const isBlock = block.every((id, i) => i === 0 || this.hall.neighbours(id).includes(id - 1));
      const isWanted = block.every((id) => this.wanted.includes(id) && !this.isStanding(id));
      return isBlock && isWanted && this.hasMarks(block) ? [block] : [];
    });
    const standing = this.hall.sections.flatMap((section, s) => {
      if (!section.standing) return [];
      const places = this.wanted.filter((id) => this.hall.sectionOf(id) === s).slice(0, quantity);
      return places.length === quantity && this.hasMarks(places) ? [places] : [];
    });
    return [...sitting, ...standing];
  }

  /** All choices. */
  choices(): number[][] {
    return subsets(this.wanted, this.wish.quantity).filter((choice) => this.hasMarks(choice));
  }

  cost(choice: readonly number[]): number {
    return choice.reduce((sum, id) => sum + this.hall.rank(id), 0);
  }

  pieces(choice: readonly number[]): number {
    const standing = new Set(choice.filter((id) => this.isStanding(id)).map((id) => this.hall.sectionOf(id)));
    const starts = choice.filter(
      (id) =>
        !this.isStanding(id) && !this.hall.neighbours(id).some((n) => n === id - 1 && choice.includes(n)),
    );
    return starts.length + standing.size;
  }

  /** How many seats are alone after the choice that were not before. */
  leftAlone(choice: readonly number[]): number {
    const after = new Set([...this.free].filter((id) => !choice.includes(id)));
    const isAlone = (seats: ReadonlySet<number>, id: number) =>
      seats.has(id) && !this.isStanding(id) && !this.hall.neighbours(id).some((n) => seats.has(n));
    return this.all.filter((id) => isAlone(after, id) && !isAlone(this.free, id)).length;
  }

  /** Whether every free seat may be given, so that no whole stretch is cut by what may not. */
  get isFreeOfConditions(): boolean {
    return this.wanted.length === this.free.size && (this.wish.marks ?? []).length === 0;
  }

  private fits(id: number): boolean {
    const { category, section } = this.wish;
    return (
      (category === undefined || this.hall.categories[this.hall.categoryOf(id)] === category) &&
      (section === undefined || this.hall.sections[this.hall.sectionOf(id)]?.name === section)
    );
  }

  private isSpared(id: number): boolean {
    const { category, section, marks = [] } = this.wish;
    if (this.isStanding(id) && category === undefined && section === undefined) return true;
    return this.hall
      .marksOf(id)
      .some((mark) => ['wheelchair', 'companion'].includes(mark) && !marks.includes(mark));
  }

  private isStanding(id: number): boolean {
    return this.hall.sections[this.hall.sectionOf(id)]?.standing === true;
  }

  private hasMarks(choice: readonly number[]): boolean {
    return (this.wish.marks ?? []).every((mark) => choice.some((id) => this.hall.marksOf(id).includes(mark)));
  }

  private canServe(seats: readonly number[]): boolean {
    return subsets(seats, this.wish.quantity).some((choice) => this.hasMarks(choice));
  }
}

function subsets(of: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  if (of.length < size) return [];
  return of.flatMap((first, i) => subsets(of.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}
