import type { EventInput, PlanSummary } from '@jari/contract';
import type { Failure } from '@jari/client/outcome';
import { bringTogether, setValue, type ForeignChange } from './changed-meanwhile.ts';
import { checkDraft, fieldNamed, type FieldName, type StoredTimes } from './check-draft.ts';
import { sameDraft, type DraftKeeper } from './draft-keeper.ts';
import type { EventDraft } from './event-draft.ts';
import type { FormFault } from './fault-words.ts';

interface Begin {
  /** What the form begins with: what is stored, or a new event's defaults. */
  readonly base: EventDraft;
  readonly timeZone: string;
  readonly plans: readonly PlanSummary[];
  readonly keeper: DraftKeeper;
  readonly isNew: boolean;
  /** Whether the hall may still be another one: as long as nobody has anything in it. */
  readonly isHallFree: boolean;
  readonly storedTimes?: StoredTimes;
}

/** Of a hall's category: what it is called and how many seats it has. */
export interface PricedCategory {
  readonly name: string;
  readonly color: string | undefined;
  readonly seatCount: number;
}

/** What somebody else has made of the event while this form was open. */
export interface Meanwhile {
  readonly changes: readonly ForeignChange[];
  /** Who and when, the newest first; empty: not known. */
  readonly by: readonly { readonly actor: string; readonly at: string }[];
}

/**
 * The form of one event: what is typed, what is wrong with it, and what of it is not saved. What was typed is kept
 * as it is typed. A fault is shown once its field was left, or saving was tried; one that the server found, until
 * its field is changed.
 */
export class EventForm {
  readonly isNew: boolean;
  readonly isHallFree: boolean;
  /** Whether the address has a name that somebody chose. */
  readonly isNamed: boolean;
  readonly timeZone: string;
  readonly plans: readonly PlanSummary[];
  draft = $state<EventDraft>() as EventDraft;
  /** True when something was typed before, on a page that was reloaded or left. */
  isRestored = $state(false);
  wasTried = $state(false);
  private base = $state.raw<EventDraft>() as EventDraft;
  private left = $state<Partial<Record<FieldName, boolean>>>({});
  private serverFaults = $state<Partial<Record<FieldName, FormFault>>>({});
  /** What the server said that is about no field of the form. */
  elsewhere = $state<string>();
  meanwhile = $state.raw<Meanwhile>();
  /** Of an event that is stored: its times, of which the form shows the minute. */
  storedTimes = $state.raw<StoredTimes>();
  private readonly keeper: DraftKeeper;

  constructor({ base, timeZone, plans, keeper, isNew, isHallFree, storedTimes }: Begin) {
    this.isNew = isNew;
    this.isHallFree = isHallFree;
    this.timeZone = timeZone;
    this.plans = plans;
    this.keeper = keeper;
    this.storedTimes = storedTimes;
    const kept = keeper.read();
    this.base = kept?.base ?? base;
    this.draft = structuredClone(kept?.draft ?? base);
    this.isRestored = kept !== undefined;
    this.isNamed = this.draft.id !== '';
  }

  readonly plan = $derived.by(() => this.plans.find(({ id }) => id === this.draft.planId));

  readonly categories: readonly PricedCategory[] = $derived.by(() => {
    if (this.draft.hallKind === 'plan') {
      return (this.plan?.categories ?? []).map(({ name, color, seat_count: seatCount }) => ({
        name,
        color,
        seatCount,
      }));
    }
    const seatCount = Number(this.draft.rows) * Number(this.draft.seatsPerRow) || 0;
    return [{ name: 'standard', color: undefined, seatCount }];
  });

  readonly seatCount = $derived(this.categories.reduce((sum, { seatCount }) => sum + seatCount, 0));

  private readonly checked = $derived.by(() => {
    const names = this.categories.map(({ name }) => name);
    return checkDraft(this.draft, this.timeZone, names, this.storedTimes);
  });

  readonly isDirty = $derived(!sameDraft(this.base, this.draft));

  /** What the API is told; undefined as long as something is wrong. */
  get input(): EventInput | undefined {
    return this.checked.input;
  }

  /** What is to be said at a field now. */
  faultOf(field: FieldName): FormFault | undefined {
    const own = this.checked.faults[field];
    return own !== undefined && (this.wasTried || this.left[field]) ? own : this.serverFaults[field];
  }

  /** All fields with a fault that is shown. */
  readonly faulty: readonly FieldName[] = $derived.by(() => {
    const names = [...Object.keys(this.checked.faults), ...Object.keys(this.serverFaults)] as FieldName[];
    return names.filter((field, at) => names.indexOf(field) === at && this.faultOf(field) !== undefined);
  });

  /** Something was typed or chosen. */
  changed(field: FieldName): void {
    delete this.serverFaults[field];
    this.elsewhere = undefined;
    this.keep();
  }

  leave(field: FieldName): void {
    this.left[field] = true;
  }

  /** The server has refused. */
  refused(failure: Failure): void {
    if (failure.kind !== 'refused') return;
    for (const { field, message } of failure.problem.errors ?? []) {
      const name = fieldNamed(field);
      if (name === undefined) this.elsewhere = `${field}: ${message}`;
      else this.serverFaults[name] = { server: message, about: name };
    }
  }

  sayTaken(): void {
    this.serverFaults.id = 'taken';
  }

  /**
   * Goes on from what somebody else has saved meanwhile. What was typed stays; the rest is as they have it. False where
   * they have changed nothing that this form shows, or just what was typed here.
   */
  goOnFrom(stored: EventDraft, by: Meanwhile['by'] = []): boolean {
    const { draft, changes } = bringTogether(this.base, $state.snapshot(this.draft), stored);
    this.base = stored;
    this.draft = draft;
    if (changes.length > 0) this.meanwhile = { changes, by };
    if (!this.isDirty) this.isRestored = false;
    this.keep();
    return changes.length > 0;
  }

  /** Gives up what was typed in one field for what somebody else has saved. */
  takeTheirs(field: FieldName): void {
    const { changes = [], by = [] } = this.meanwhile ?? {};
    const change = changes.find((one) => one.field === field);
    if (change === undefined) return;
    setValue(this.draft, field, change.theirs);
    this.meanwhile = {
      by,
      changes: changes.map((one) => (one === change ? { ...one, mine: undefined } : one)),
    };
    this.changed(field);
  }

  seenMeanwhile(): void {
    this.meanwhile = undefined;
  }

  /** What is stored now is what there is to change. */
  startFrom(stored: EventDraft): void {
    this.base = stored;
    this.draft = structuredClone(stored);
    this.isRestored = false;
    this.wasTried = false;
    this.left = {};
    this.serverFaults = {};
    this.elsewhere = undefined;
    this.meanwhile = undefined;
    this.keeper.forget();
  }

  /** What was sent is stored. What was typed while it was on its way is still to be saved. */
  savedAs(stored: EventDraft, sent: EventDraft): void {
    const typed = $state.snapshot(this.draft);
    this.startFrom(stored);
    this.draft = bringTogether(sent, typed, stored).draft;
    this.keep();
  }

  /** Puts aside all that was typed. */
  discard(): void {
    this.startFrom(this.base);
  }

  /** Only what somebody did elsewhere on this page, such as opening the sale, is taken over. */
  adopt(stored: Partial<EventDraft>): void {
    this.base = { ...this.base, ...stored };
    Object.assign(this.draft, stored);
    this.keep();
  }

  private keep(): void {
    if (this.isDirty) this.keeper.write(this.base, this.draft);
    else this.keeper.forget();
  }
}
