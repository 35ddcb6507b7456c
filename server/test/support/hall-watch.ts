import type { Change } from '../../src/domain/change.ts';
import { stateAfter } from '../../src/domain/change.ts';
import type { Hall } from '../../src/domain/hall.ts';

/** How a buyer came to what was held. */
export type Choice =
  | { readonly kind: 'click' }
  /** Side by side, chosen by the box office. */
  | { readonly kind: 'best'; readonly quantity: number; readonly category: string | undefined }
  | { readonly kind: 'apart' };

/**
 * Watches a sale by its log and complains of seats given twice and of seats left alone without need. It shares
 * no code with what it watches, and tries every place where a group might have been instead.
 */
export class HallWatch {
  readonly complaints: string[] = [];
  /** How many choices were looked at. */
  judged = 0;
  private readonly states: string[];
  private readonly held = new Map<string, Set<number>>();

  constructor(private readonly hall: Hall) {
    this.states = Array.from({ length: hall.seatCount }, () => 'available');
  }

  /** `choiceOf`: how a user came to hold these seats, ascending. */
  see(change: Change, choiceOf: (userId: string, seatIds: readonly number[]) => Choice | undefined): void {
    const userId = 'userId' in change ? change.userId : '';
    const own = this.held.get(userId) ?? new Set<number>();
    if (change.cause === 'held') {
      const chosen = [...own, ...change.seatIds].sort((a, b) => a - b);
      this.judgeHold(chosen, own, change.sequence, choiceOf(userId, chosen));
    }
    for (const id of change.seatIds) {
      const state = this.states[id - 1];
      const mayReserve = state === 'available' || own.has(id);
      if (change.cause === 'held' && state !== 'available') this.complain(change, `${id} is ${state}`);
      if (change.cause === 'reserved' && !mayReserve) this.complain(change, `${id} is ${state}`);
      this.states[id - 1] = stateAfter(change);
      if (change.cause === 'held') own.add(id);
      else own.delete(id);
    }
    this.held.set(userId, own);
  }

  private judgeHold(
    seatIds: readonly number[],
    own: ReadonlySet<number>,
    sequence: number,
    choice: Choice | undefined,
  ): void {
    if (choice === undefined) this.complaints.push(`${sequence}: nobody was told of it`);
    this.judged++;
    const chosen = new Set(seatIds);
    const isFree = (id: number) => this.states[id - 1] === 'available' || own.has(id);
    if (this.leftAlone(chosen, isFree).length === 0) return;
    if (choice?.kind === 'best') {
      const places = this.blocks(choice.quantity, isFree, 1, this.hall.seatCount).filter((block) =>
        block.every((id) => this.isOf(choice.category, id) && !this.isKept(id)),
      );
      const better = places.find((block) => this.leftAlone(new Set(block), isFree).length === 0);
      if (better !== undefined)
        this.complaints.push(`${sequence}: the best could have been ${better.join()}`);
      return;
    }
    for (const id of this.leftAlone(chosen, isFree)) {
      const { first, count } = this.hall.rowOf(id);
      const inRun = [...chosen].filter((seat) => seat >= first && seat < first + count);
      const better = this.blocks(inRun.length, isFree, first, count).find(
        (block) => this.leftAlone(new Set(block), isFree).length === 0,
      );
      if (better !== undefined)
        this.complaints.push(`${sequence}: ${id} is alone for want of ${better.join()}`);
    }
  }

  private leftAlone(chosen: ReadonlySet<number>, isFree: (id: number) => boolean): number[] {
    const isLeft = (id: number) => isFree(id) && !chosen.has(id);
    const beside = new Set([...chosen].flatMap((id) => this.hall.neighbours(id)));
    return [...beside].filter((id) => isLeft(id) && !this.hall.neighbours(id).some(isLeft));
  }

  private blocks(size: number, isFree: (id: number) => boolean, from: number, count: number): number[][] {
    const found: number[][] = [];
    for (let first = from; first + size <= from + count; first++) {
      const block = Array.from({ length: size }, (_, i) => first + i);
      const isBlock = block.every(
        (id, i) => isFree(id) && (i === 0 || this.hall.neighbours(id).includes(id - 1)),
      );
      if (isBlock) found.push(block);
    }
    return found;
  }

  /** Kept for those who ask for it, as long as there is anything else. */
  private isKept(id: number): boolean {
    return this.hall.marksOf(id).some((mark) => mark === 'wheelchair' || mark === 'companion');
  }

  private isOf(category: string | undefined, id: number): boolean {
    return category === undefined || this.hall.categories[this.hall.categoryOf(id)] === category;
  }

  private complain({ sequence, cause }: Change, what: string): void {
    this.complaints.push(`${sequence} ${cause}: ${what}`);
  }
}
