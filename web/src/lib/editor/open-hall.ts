import type { PlanDocument } from '@jari/contract';
import { adminRequest } from '#lib/admin/admin-api.ts';
import type { Failure } from '@jari/client/outcome';
import { Drafts, type Draft } from './core/drafts.ts';
import { emptyHall } from './core/hall.ts';
import { begin } from './core/history.ts';
import { unfold } from './core/unfold.ts';
import { DraftKeeper } from './draft-keeper.svelte.ts';
import { Editor } from './editor.svelte.ts';
import { words } from './words.ts';

export type Opened =
  | { readonly ok: true; readonly editor: Editor; readonly keeper: DraftKeeper }
  | { readonly ok: false; readonly failure: Failure };

export interface Wanted {
  /** A plan's id; undefined for a hall that is none yet. */
  readonly plan: string | undefined;
  readonly draft: string | undefined;
  readonly template: string | undefined;
}

/** What takes long is a stadium on a slow line. */
const LOAD_TIMEOUT_MS = 60_000;

/**
 * Opens what somebody has been drawing on this device, or else a plan, a template, or an empty sheet. The draft comes
 * first, because it knows more than the plan: how blocks are laid out, and what can be undone.
 */
export async function openHall({ plan, draft: draftId, template }: Wanted): Promise<Opened> {
  const drafts = await Drafts.open();
  const editor = new Editor();
  const keeper = new DraftKeeper(editor, drafts);
  const draft = await draftOf(drafts, draftId, plan);
  if (draft) {
    keeper.take(draft);
    return { ok: true, editor, keeper };
  }
  if (draftId) keeper.id = draftId;
  const path = plan
    ? `/admin/plans/${plan}/export`
    : template
      ? `/admin/plan-templates/${template}`
      : undefined;
  if (path === undefined) {
    editor.open(begin(emptyHall({ hall: words.t.newHall, category: words.t.newCategory })));
    return { ok: true, editor, keeper };
  }
  const outcome = await adminRequest<PlanDocument>(path, { timeoutMs: LOAD_TIMEOUT_MS });
  if (!outcome.ok) return outcome;
  editor.open(begin(unfold(outcome.value)));
  if (plan) {
    keeper.plan = plan;
    keeper.savedHall = editor.hall;
  } else await keeper.keep();
  return { ok: true, editor, keeper };
}

/** A browser that cannot read what it keeps just now keeps nobody from the plan. */
async function draftOf(
  drafts: Drafts | undefined,
  id: string | undefined,
  plan: string | undefined,
): Promise<Draft | undefined> {
  try {
    return (id && (await drafts?.read(id))) || (plan && (await drafts?.ofPlan(plan))) || undefined;
  } catch {
    return undefined;
  }
}
