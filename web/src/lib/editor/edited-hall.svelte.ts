import { openHall, type Opened, type Wanted } from './open-hall.ts';

/** What the address names, so that a reload goes on with it. */
export interface HallAddress {
  /** A plan's id, or "new". */
  readonly plan: string;
  readonly draft: string;
}

/**
 * The hall of the editor's page while it is opened, drawn and saved. What takes long may be answered when somebody has
 * left the page: then it leads nobody back.
 */
export class EditedHall {
  /** Undefined while it is being opened. */
  opened = $state.raw<Opened>();
  private hasLeft = false;

  constructor(
    private readonly wanted: () => Wanted,
    private readonly goTo: (address: HallAddress) => void,
  ) {}

  async open(): Promise<void> {
    this.opened = undefined;
    this.opened = await openHall(this.wanted());
    this.tellAddress();
  }

  /** Also after it was saved: a plan that was made of it is another. */
  tellAddress(): void {
    if (this.hasLeft || !this.opened?.ok) return;
    const { keeper } = this.opened;
    this.goTo({ plan: keeper.plan ?? 'new', draft: keeper.id });
  }

  leave(): void {
    this.hasLeft = true;
  }
}
