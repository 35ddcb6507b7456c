import { reasonOf, type Outcome } from './outcome.ts';

/** Makes sure that the server knows us before the first command, and knows us again should it have forgotten. */
export class SessionKeeper<T> {
  private asked: Promise<Outcome<T>> | undefined;

  /** @param open asks for the session; what it brings is kept by whoever made this */
  constructor(private readonly open: () => Promise<Outcome<T>>) {}

  /** Asks once, however often it is called; again after it has failed. */
  ensure(): Promise<Outcome<T>> {
    this.asked ??= this.open().then((outcome) => {
      if (!outcome.ok) this.asked = undefined;
      return outcome;
    });
    return this.asked;
  }

  /** Runs a command in the session. If the session got lost meanwhile, gets a new one and tries once more. */
  async run<A>(command: () => Promise<Outcome<A>>): Promise<Outcome<A>> {
    const known = this.ensure();
    const session = await known;
    if (!session.ok) return session;
    const outcome = await command();
    if (outcome.ok || reasonOf(outcome.failure) !== 'missing_user') return outcome;
    // Unless another command has been quicker: two new sessions are two people, and the first one's hold is lost.
    if (this.asked === known) this.asked = undefined;
    const renewed = await this.ensure();
    return renewed.ok ? command() : renewed;
  }
}
