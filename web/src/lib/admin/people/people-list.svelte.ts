import type { ListedReservation, ReservationPage } from '@jari/contract';
import type { Failure } from '@jari/client/outcome';
import { peopleApi, type PeopleQuestion } from './people-api.ts';

/** So long after the last key the server is asked. */
const TYPING_MS = 220;

/** The reservations that were asked for, as they are typed for: only the newest question's answer counts. */
export class PeopleList {
  found = $state.raw<readonly ListedReservation[]>();
  next = $state<string | null>(null);
  searched = $state<ReservationPage['searched']>('all');
  failure = $state.raw<Failure>();
  isAsking = $state(false);
  private question: PeopleQuestion = { q: '', status: 'all' };
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly event: string) {}

  /** @param isTyped there may be more keys to come */
  ask(question: PeopleQuestion, { isTyped = false } = {}): void {
    this.question = question;
    clearTimeout(this.timer);
    if (isTyped) this.timer = setTimeout(() => void this.load(), TYPING_MS);
    else void this.load();
  }

  /** The same question once more: something may have changed. */
  refresh(): Promise<void> {
    return this.load();
  }

  /** One of them as they are now, also where the list ends before them or leaves them out; undefined: nobody says. */
  async lookUp({ id, code }: Pick<ListedReservation, 'id' | 'code'>): Promise<ListedReservation | undefined> {
    const outcome = await peopleApi.list(this.event, { q: code, status: 'all' });
    return outcome.ok ? outcome.value.reservations.find((one) => one.id === id) : undefined;
  }

  async more(): Promise<void> {
    if (this.next === null || this.isAsking) return;
    await this.load(this.next);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.asked += 1;
  }

  private async load(after?: string): Promise<void> {
    const number = ++this.asked;
    this.isAsking = true;
    const outcome = await peopleApi.list(this.event, { ...this.question, after });
    // A later question is on its way, and its answer is the one that is waited for.
    if (number !== this.asked) return;
    this.isAsking = false;
    if (!outcome.ok) {
      this.failure = outcome.failure;
      return;
    }
    const { reservations, next, searched } = outcome.value;
    this.failure = undefined;
    this.found = after === undefined ? reservations : [...(this.found ?? []), ...reservations];
    this.next = next;
    this.searched = searched;
  }
}
