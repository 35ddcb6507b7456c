import type { LineStatus, QueuePass } from '@jari/contract';
import { reasonOf, type Failure, type Outcome } from '@jari/client/outcome';
import type { LineApi } from './line-api.ts';
import type { LineMemory } from './line-memory.ts';
import { lineView, placeOf, type LineView, type Standing } from './line-view.ts';

/** Everything outside, so that tests can let time pass and answers get lost. */
export interface PlacePorts {
  readonly api: LineApi;
  readonly memory: LineMemory;
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
  /** Wakes after so long, also where the page is in the background; gives what cancels it. */
  readonly after: (ms: number, then: () => void) => () => void;
  /** Finds a proof of work of so many bits; undefined when it was stopped. */
  readonly prove: (challenge: string, bits: number) => Promise<string | undefined>;
  readonly onChange: () => void;
  /** The pass to send with commands from now on; undefined: none. */
  readonly onPass: (pass: string | undefined) => void;
}

/** Whether the server has told where I stand, that I stand nowhere, or nothing. */
type Answer = 'told' | 'nowhere' | 'silent';

/** Our count of a turn is the cautious one; the server is asked this much after its end. */
const END_SLACK_MS = 300;
/** The status of `challenge_required`. */
const WORK_MISSING = 428;
/** So many answers in a row know of fewer people than my number. */
const BEHIND_MAX = 3;

/** My own place in an event's line, and my turn. Each question here is one request of this visitor's own. */
export class PlaceInLine {
  standing: Standing = { is: 'unknown' };
  status: LineStatus | undefined;
  /** What the server knows of me may not be what I know. */
  isInDoubt = true;
  private timesBehind = 0;
  /** How often a place was given back: an answer to what was asked before that is of a place that is no more. */
  private givenBack = 0;
  private cancelEnd: () => void = () => undefined;

  constructor(private readonly ports: PlacePorts) {}

  get view(): LineView {
    const { status, standing } = this;
    return lineView({ status, standing, remembered: this.kept?.number });
  }

  /** What was given before a reload holds at once; whether it still does is then asked. */
  begin(): void {
    this.ports.onPass(this.kept?.pass);
  }

  stop(): void {
    this.cancelEnd();
  }

  take(status: LineStatus): void {
    this.status = status;
    if (this.standing.is !== 'waiting') return;
    // The line began anew, or our place in it was forgotten. Once may be an answer from before we joined.
    this.timesBehind = this.standing.number > status.joined ? this.timesBehind + 1 : 0;
    if (this.timesBehind >= BEHIND_MAX) this.isInDoubt = true;
    this.noteStart();
  }

  /** Where do I stand? And if nowhere, and nothing speaks against it, lines up. */
  async find(): Promise<Answer> {
    if (this.ports.memory.get() === 'left') {
      this.become({ is: 'left' });
      return 'told';
    }
    // Who has a number asks for it; who has none is nearly always new, and lining up tells the rest.
    const isKnown = this.kept !== undefined || this.standing.is !== 'unknown';
    const answer = isKnown ? await this.askPass() : 'nowhere';
    if (answer !== 'nowhere') return answer;
    return this.status?.state === 'closed' ? 'nowhere' : this.join();
  }

  async askPass(): Promise<Answer> {
    const { givenBack } = this;
    const outcome = await this.ports.api.pass();
    if (givenBack !== this.givenBack) return 'told';
    if (outcome.ok) {
      const { value, sentAt } = outcome;
      if (value.success) this.enter(value, sentAt);
      else this.stand(value.queue_number);
      return 'told';
    }
    const reason = reasonOf(outcome.failure);
    if (reason === 'turn_missed') {
      const wasUsed = this.standing.is === 'over' && this.standing.used;
      this.ports.memory.dropPass();
      this.become({ is: 'over', used: wasUsed || this.endedEarly() });
      return 'told';
    }
    if (reason !== 'not_found') return 'silent';
    this.ports.memory.set(undefined);
    this.become({ is: 'unknown' });
    this.isInDoubt = true;
    return 'nowhere';
  }

  async leave(): Promise<Outcome<undefined>> {
    const outcome = await this.ports.api.leave();
    if (outcome.ok) {
      this.givenBack += 1;
      this.ports.memory.set('left');
      this.become({ is: 'left' });
    }
    return outcome;
  }

  /** Gives back what was there, so that one may line up anew, at the end. */
  async giveUp(): Promise<Outcome<undefined>> {
    const outcome = await this.ports.api.leave();
    if (outcome.ok) {
      this.givenBack += 1;
      this.ports.memory.set(undefined);
      this.become({ is: 'unknown' });
      this.isInDoubt = true;
    }
    return outcome;
  }

  /** Something was reserved: the pass has done its work. */
  used(): void {
    if (this.standing.is !== 'inside') return;
    this.ports.memory.dropPass();
    this.become({ is: 'over', used: true });
  }

  /** The server would not have our pass, or there was none: it knows better. */
  refused(): void {
    const { standing } = this;
    this.ports.memory.dropPass();
    this.become(standing.is === 'inside' ? { is: 'waiting', number: standing.number } : standing);
    this.isInDoubt = true;
  }

  /** Another tab has written what it knows; whether that is news. */
  heardOfTab(): boolean {
    const kept = this.ports.memory.get();
    const { standing } = this;
    if (kept === 'left') {
      this.givenBack += 1;
      if (standing.is !== 'left') this.become({ is: 'left' });
      return false;
    }
    const number = 'number' in standing ? standing.number : undefined;
    const isNews = kept?.number !== number || (kept?.pass !== undefined) !== (standing.is === 'inside');
    if (isNews) this.isInDoubt = true;
    return isNews;
  }

  private async join(): Promise<Answer> {
    const bits = this.status?.proof_of_work_bits ?? 0;
    const proof = bits > 0 ? await this.prove(bits) : undefined;
    if (bits > 0 && proof === undefined) return 'silent';
    const { givenBack } = this;
    const joined = await this.ports.api.join(proof);
    if (givenBack !== this.givenBack) return 'told';
    if (joined.ok) {
      this.stand(joined.value.queue_number);
      return 'told';
    }
    const { failure } = joined;
    // The organiser has just made it harder: the next look tells by how much. The page has no words for this reason.
    if (failure.kind === 'refused' && failure.problem.status === WORK_MISSING) return 'silent';
    switch (reasonOf(failure)) {
      case 'duplicate': {
        const answer = await this.askPass();
        return answer === 'nowhere' ? this.refuse(failure) : answer;
      }
      // By the server's clock the line has not begun to form: the next look tells.
      case 'not_on_sale':
        return 'nowhere';
      default:
        return failure.kind === 'refused' && !failure.problem.retryable ? this.refuse(failure) : 'silent';
    }
  }

  private async prove(bits: number): Promise<string | undefined> {
    const outcome = await this.ports.api.challenge();
    return outcome.ok ? this.ports.prove(outcome.value.challenge, bits) : undefined;
  }

  /** Somebody else has joined from this address, say, and only one may. */
  private refuse(failure: Failure): Answer {
    this.become({ is: 'refused', failure });
    return 'told';
  }

  private stand(number: number): void {
    this.ports.memory.note(number);
    this.ports.memory.dropPass();
    this.become({ is: 'waiting', number });
    this.noteStart();
  }

  private enter({ queue_number: number, pass, expires_in_ms: leftMs }: QueuePass, sentAt: number): void {
    const endsAt = sentAt + leftMs;
    this.ports.memory.note(number, { pass });
    this.become({ is: 'inside', number, endsAt });
    this.ports.onPass(pass);
    this.cancelEnd = this.ports.after(Math.max(0, endsAt - this.ports.now()) + END_SLACK_MS, () => {
      this.ports.memory.dropPass();
      this.become({ is: 'over', used: false });
    });
  }

  private become(standing: Standing): void {
    this.cancelEnd();
    this.isInDoubt = false;
    this.timesBehind = 0;
    this.standing = standing;
    this.ports.onPass(undefined);
    this.ports.onChange();
  }

  /** A turn that ended before its time: something was reserved in it, in whatever tab. */
  private endedEarly(): boolean {
    const { kept, status } = this;
    if (kept === undefined || status === undefined) return false;
    const place = placeOf(kept.number, status);
    return place !== null && place <= status.serving_number && place > status.over_number;
  }

  /** Remembers what the page will want to compare with. */
  private noteStart(): void {
    const { kept, status, view } = this;
    if (kept === undefined || status === undefined) return;
    const { memory } = this.ports;
    if (status.seed === null && status.seed_hash !== null) {
      memory.note(kept.number, { seedHash: status.seed_hash });
    }
    if ('ahead' in view && view.ahead > (kept.aheadAtFirst ?? -1)) {
      memory.note(kept.number, { aheadAtFirst: view.ahead });
    }
  }

  private get kept() {
    const kept = this.ports.memory.get();
    return kept === 'left' ? undefined : kept;
  }
}
