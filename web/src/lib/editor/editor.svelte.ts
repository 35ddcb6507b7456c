import type { FieldError } from '@jari/contract';
import type { Added } from './core/add.ts';
import { check, isAcceptable, type Finding } from './core/checks.ts';
import { copy, isEmptyClip, paste, type Clip } from './core/copy.ts';
import type { Backdrop } from './core/drafts.ts';
import { NOTHING, SEAT_STEP, type Hall, type Id, type Selection } from './core/hall.ts';
import { begin, record, redo, stepInHand, undo, type History } from './core/history.ts';
import { pickedOf, surviving, toggled, type Grain } from './core/pick.ts';
import { idsAtPlace } from './core/places.ts';
import type { Guide } from './core/snap.ts';
import type { StepName } from './words.ts';

export type Tool =
  | 'select'
  | 'pan'
  | 'block'
  | 'row'
  | 'seat'
  | 'standing'
  | 'stage'
  | 'rectangle'
  | 'ellipse'
  | 'polygon'
  | 'text';

export type PanelName = 'properties' | 'outline' | 'hall' | 'findings';

/** A refusal of the server's, at its place. */
export interface Refused extends FieldError {
  readonly ids: readonly Id[];
}

const CHECK_AFTER_MS = 150;
/** A copy is put down a little away from the original. */
const PASTE_BY = SEAT_STEP;

/** Lasts as long as the page, so that something can be copied from one hall into another. */
let clip: Clip | undefined;

/** What the editor knows: the hall with its history, what is selected, and how one draws at the moment. */
export class Editor {
  history = $state.raw<History>(
    begin({ name: '', categories: [], sections: [], areas: [], blocks: [], nextId: 1 }),
  );
  selection = $state.raw<Selection>(NOTHING);
  /** What the hall would be if the gesture, or the form, that is under way ended now. */
  preview = $state.raw<Hall>();
  tool = $state<Tool>('select');
  grain = $state<Grain>('block');
  /** Every click adds to the selection: for fingers, which have no Shift key. */
  isAdding = $state(false);
  grid = $state(5);
  isAligning = $state(true);
  /** Where new rows go, and what they cost. */
  section = $state<Id>();
  category = $state<Id>();
  panel = $state<PanelName>('properties');
  isPanelOpen = $state(false);
  backdrop = $state.raw<Backdrop>();
  guides = $state.raw<readonly Guide[]>([]);
  findings = $state.raw<readonly Finding[]>([]);
  refused = $state.raw<readonly Refused[]>([]);
  hasClip = $state(clip !== undefined);
  /** Tells when the hall on the page is one that was not drawn here: the view shows all of it then. */
  opened = $state(0);
  private openStep: string | undefined;
  private checkTimer: ReturnType<typeof setTimeout> | undefined;

  get hall(): Hall {
    return this.history.hall;
  }

  /** What is drawn. */
  readonly shown = $derived(this.preview ?? this.history.hall);
  readonly picked = $derived(pickedOf(this.shown, this.selection));
  readonly isAcceptable = $derived(isAcceptable(this.findings));

  open(history: History): void {
    this.history = history;
    this.selection = NOTHING;
    this.preview = undefined;
    this.category = history.hall.categories[0]?.id;
    this.section = history.hall.sections.find(({ standing }) => !standing)?.id;
    this.check();
    this.opened++;
  }

  /**
   * Does something that can be taken back. With `joins` it belongs to the same thing done just before, until
   * `closeStep`: what is typed into a field is one step.
   */
  do(what: StepName, change: Hall | Added, { joins = false } = {}): void {
    const { hall, selection } = 'hall' in change ? change : { hall: change, selection: undefined };
    this.preview = undefined;
    this.history = record(this.history, what, hall, joins && this.openStep === what);
    this.openStep = joins ? what : undefined;
    if (selection) this.selection = selection;
    this.settled();
  }

  /**
   * The hall before the step that `joins`: what is typed changes it anew with every letter. 25 is 2 on its way, and a block
   * of two seats knows nothing any more of the others.
   */
  before(what: StepName): Hall {
    const step = this.openStep === what ? stepInHand(this.history, what) : undefined;
    return step?.hall ?? this.hall;
  }

  closeStep(): void {
    this.openStep = undefined;
  }

  undo(): string | undefined {
    const what = this.history.past.at(-1)?.what;
    this.go(undo(this.history));
    return what;
  }

  redo(): string | undefined {
    const what = this.history.future[0]?.what;
    this.go(redo(this.history));
    return what;
  }

  private go(history: History): void {
    this.preview = undefined;
    this.openStep = undefined;
    this.history = history;
    this.settled();
  }

  /** What is no longer there can't be selected, nor drawn into. */
  private settled(): void {
    const { hall } = this;
    this.selection = surviving(hall, this.selection);
    if (!hall.categories.some(({ id }) => id === this.category)) this.category = hall.categories[0]?.id;
    if (!hall.sections.some(({ id, standing }) => id === this.section && !standing)) this.section = undefined;
    this.refused = [];
    clearTimeout(this.checkTimer);
    this.checkTimer = setTimeout(() => this.check(), CHECK_AFTER_MS);
  }

  /** At once, for whoever wants to save. */
  check(): void {
    clearTimeout(this.checkTimer);
    this.findings = check(this.hall);
  }

  select(selection: Selection): void {
    this.openStep = undefined;
    // What a form was about to do, it was about to do to what was selected.
    if (!isSame(selection, this.selection)) this.preview = undefined;
    this.selection = selection;
    const { sections } = pickedOf(this.hall, selection);
    const [only] = sections;
    if (only && sections.length === 1 && !only.standing) this.section = only.id;
  }

  /** Adds what isn't selected; takes away what is. */
  toggle(ids: ReadonlySet<Id>): void {
    this.select(toggled(this.selection, ids));
  }

  refuse(problems: readonly FieldError[]): void {
    this.refused = problems.map((problem) => ({ ...problem, ids: idsAtPlace(this.hall, problem.field) }));
  }

  copy(): number {
    const copied = copy(this.hall, this.selection);
    if (isEmptyClip(copied)) return 0;
    clip = copied;
    this.hasClip = true;
    return this.selection.size;
  }

  paste(): void {
    if (clip) this.do('pasted', paste(this.hall, clip, { x: PASTE_BY, y: PASTE_BY }));
  }

  duplicate(): void {
    const copied = copy(this.hall, this.selection);
    if (isEmptyClip(copied)) return;
    // Beside the original, where there is room: neighbours of one block rarely stand in each other.
    const { minX, maxX } = this.picked.box;
    this.do('duplicated', paste(this.hall, copied, { x: Math.round(maxX - minX + 2 * SEAT_STEP), y: 0 }));
  }
}

function isSame(one: Selection, other: Selection): boolean {
  return one.size === other.size && [...one].every((id) => other.has(id));
}
