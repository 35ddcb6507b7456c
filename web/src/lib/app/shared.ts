/** Something that is open, and what closes it. */
export interface Opened<T> {
  readonly value: T;
  readonly close: () => void;
}

interface Entry<T> extends Opened<T> {
  users: number;
  closing?: ReturnType<typeof setTimeout>;
}

/** What pages share by its name: opened by the first that enters it, and closed some time after the last has left. */
export class Shared<T> {
  private readonly open = new Map<string, Entry<T>>();

  constructor(
    private readonly make: (name: string) => Opened<T>,
    private readonly closeAfterMs: number,
  ) {}

  /** Call the returned `leave`, once, when done. */
  enter(name: string): { readonly value: T; readonly leave: () => void } {
    let entry = this.open.get(name);
    if (!entry) {
      entry = { ...this.make(name), users: 0 };
      this.open.set(name, entry);
    }
    const entered = entry;
    clearTimeout(entered.closing);
    entered.users += 1;
    return {
      value: entered.value,
      leave: () => {
        entered.users -= 1;
        if (entered.users > 0) return;
        entered.closing = setTimeout(() => {
          this.open.delete(name);
          entered.close();
        }, this.closeAfterMs);
      },
    };
  }
}
