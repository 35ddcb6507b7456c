import { newKey } from '@jari/client/new-key';
import type { Draft, Drafts } from './core/drafts.ts';
import { latest, type History } from './core/history.ts';
import type { Editor } from './editor.svelte.ts';

/** A pause this long in drawing, and it is written down. */
const KEEP_AFTER_MS = 500;
/** So many seats of earlier steps are written along, so that undoing goes on after a reload. */
const HISTORY_SEATS_MAX = 60_000;

/**
 * Keeps what is drawn on this device, so that nothing is lost when the page goes.
 *
 * kept ──change──► keeping ──written──► kept
 *                     ├─ another tab wrote meanwhile ─► elsewhere: nothing is written until somebody decides
 *                     └─ the browser keeps nothing ───► impossible
 */
export class DraftKeeper {
  stage = $state<'kept' | 'keeping' | 'elsewhere' | 'impossible'>('kept');
  id = $state(newKey());
  /** The plan that the drawing is, or was before it was changed. */
  plan = $state<string>();
  /** The hall as it was saved: as long as it is the same object, nothing was changed. */
  savedHall = $state.raw<History['hall']>();
  private revision = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly editor: Editor,
    private readonly drafts: Drafts | undefined,
  ) {
    if (!drafts) this.stage = 'impossible';
  }

  get isSaved(): boolean {
    return this.savedHall === this.editor.hall;
  }

  /** Goes on with a draft that is kept. */
  take(draft: Draft): void {
    this.id = draft.id;
    this.revision = draft.revision;
    this.plan = draft.plan;
    this.editor.backdrop = draft.backdrop;
    this.editor.open(draft.history);
    this.savedHall = draft.isSaved ? draft.history.hall : undefined;
    if (this.drafts) this.stage = 'kept';
  }

  /** Something was changed: it is written down soon. */
  changed(): void {
    if (this.stage === 'impossible' || this.stage === 'elsewhere') return;
    this.stage = 'keeping';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep(), KEEP_AFTER_MS);
  }

  /** The page may go: what is not written yet is written now. What is would be news to another tab that has it open. */
  async leave(): Promise<void> {
    if (this.stage === 'keeping') await this.keep();
  }

  /** Writes it down now, as when a plan was made of it. */
  keep(): Promise<void> {
    clearTimeout(this.timer);
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    const { drafts, editor } = this;
    if (!drafts || this.stage === 'elsewhere' || this.stage === 'impossible') return;
    const { history, backdrop } = editor;
    const revision = this.revision + 1;
    const draft: Draft = {
      id: this.id,
      revision,
      changedAt: Date.now(),
      plan: this.plan,
      isSaved: this.isSaved,
      history: latest(history, HISTORY_SEATS_MAX),
      backdrop: backdrop,
    };
    try {
      if ((await drafts.write(draft)) === 'changed_elsewhere') {
        this.stage = 'elsewhere';
        return;
      }
    } catch {
      this.stage = 'impossible';
      return;
    }
    this.revision = revision;
    // What was changed while it was written is written next.
    if (editor.history === history && editor.backdrop === backdrop) this.stage = 'kept';
  }

  /** Goes on here with a copy; what the other tab has stays. */
  async keepAsCopy(): Promise<void> {
    this.id = newKey();
    this.revision = 0;
    this.stage = 'keeping';
    await this.keep();
  }

  /** Goes on with what the other tab has. */
  async takeTheirs(): Promise<void> {
    const theirs = await this.drafts?.read(this.id);
    if (theirs) this.take(theirs);
    else await this.keepAsCopy();
  }
}
