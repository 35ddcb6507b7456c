import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Question } from '../../rehearsal/src/wire/messages.ts';
import type { Evidence } from './evidence.ts';

/** What people of a waiting room were told, and what they are told when they ask again in the end. */
export interface LineFindings {
  readonly joined: number;
  /** Whose number Redis had forgotten, so that they lined up anew. */
  readonly forgotten: number;
  /** Numbers that one person was told and, when that had been forgotten, another one as well. */
  readonly toldTwice: number;
  /** Numbers that two people have at the same time. Never. */
  readonly heldTwice: number;
  readonly passes: number;
  /** Two passes for one number. */
  readonly passesTwice: number;
}

const JOIN_EVERY_MS = 25;

/** People who line up in a waiting room, one after the other; every third also asks for the pass. */
export class Line {
  private readonly told = new Map<string, number>();
  private readonly passOf = new Map<string, number>();
  private readonly running: Promise<void>[] = [];

  constructor(
    private readonly options: {
      readonly eventId: string;
      readonly ask: (user: string, question: Question) => Promise<Answer>;
      readonly evidence: Evidence;
      readonly isOver: () => boolean;
    },
  ) {}

  async run(): Promise<void> {
    for (let i = 1; !this.options.isOver(); i++) {
      this.running.push(this.come(`line-${this.options.eventId}-${i}`, i % 3 === 0));
      await delay(JOIN_EVERY_MS);
    }
    await Promise.all(this.running);
  }

  /** Everybody asks once more which number is theirs. */
  async askAgain(): Promise<LineFindings> {
    const now = new Map<string, number>();
    const users = [...this.told.keys()];
    for (let i = 0; i < users.length; i += 20) {
      await Promise.all(
        users.slice(i, i + 20).map(async (user) => {
          const number = await this.join(user, 60);
          if (number !== undefined) now.set(user, number);
        }),
      );
    }
    const everTold = [...this.told, ...[...now].filter(([user, number]) => this.told.get(user) !== number)];
    return {
      joined: users.length,
      forgotten: [...now].filter(([user, number]) => this.told.get(user) !== number).length,
      toldTwice: doubles(everTold.map(([, number]) => number)),
      heldTwice: doubles([...now.values()]),
      passes: this.passOf.size,
      passesTwice: doubles([...this.passOf.values()]),
    };
  }

  private async come(user: string, wantsPass: boolean): Promise<void> {
    const number = await this.join(user, 100);
    if (number === undefined) return;
    this.told.set(user, number);
    this.options.evidence.joinsAt.push(performance.now());
    for (let tries = 0; wantsPass && tries < 20 && !this.options.isOver(); tries++) {
      await delay(500);
      const { status, body } = await this.ask(user, '/fcfs/pass');
      if (status === 200) this.passOf.set(user, Number(body['queue_number']));
      if (status === 200 || status === 410) return;
      // It was forgotten: the page lines up again by itself.
      if (status === 404) this.told.set(user, (await this.join(user, 20)) ?? number);
    }
  }

  private async join(user: string, triesMax: number): Promise<number | undefined> {
    for (let tries = 0; tries < triesMax; tries++) {
      const { status, body } = await this.ask(user, '/fcfs/join');
      if (status === 200 || (status === 409 && body['reason'] === 'duplicate')) {
        return Number(body['queue_number']);
      }
      await delay(200);
    }
    return undefined;
  }

  private ask(user: string, path: string): Promise<Answer> {
    return this.options.ask(user, { method: 'POST', path: `${path}?event=${this.options.eventId}` });
  }
}

function doubles(numbers: readonly number[]): number {
  return numbers.length - new Set(numbers).size;
}
