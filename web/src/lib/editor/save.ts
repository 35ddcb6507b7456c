import type { PlanImported } from '@jari/contract';
import { adminRequest } from '#lib/admin/admin-api.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { explain } from '#lib/i18n/explain.ts';
import { flatten } from './core/flatten.ts';
import type { DraftKeeper } from './draft-keeper.svelte.ts';
import type { Editor } from './editor.svelte.ts';
import { words } from './words.ts';

/** A large hall is sent, read and kept in a few seconds; a slow line takes longer. */
const SAVE_TIMEOUT_MS = 90_000;

/** Makes a plan of what is drawn, if the server takes it. What it refuses is shown where it is. */
export async function save(editor: Editor, keeper: DraftKeeper): Promise<boolean> {
  const { t } = words;
  editor.check();
  if (!editor.isAcceptable) {
    const count = editor.findings.filter(({ weight }) => weight === 'problem').length;
    showFindings(editor);
    toasts.show({ tone: 'warning', title: t.mustMend(count) });
    return false;
  }
  const { hall } = editor;
  const body = JSON.stringify(flatten(hall));
  const outcome = await adminRequest<PlanImported>('/admin/plans', {
    method: 'POST',
    body,
    timeoutMs: SAVE_TIMEOUT_MS,
  });
  if (!outcome.ok) {
    const { failure } = outcome;
    if (failure.kind === 'refused' && failure.problem.errors && editor.hall === hall) {
      editor.refuse(failure.problem.errors);
      showFindings(editor);
      toasts.show({ tone: 'warning', title: t.refusedTitle, detail: t.refusedDetail });
    } else {
      const { title, advice } = explain(failure);
      toasts.show({ tone: 'warning', title, detail: advice });
    }
    return false;
  }
  const { id } = outcome.value.plan;
  const isSame = keeper.plan === id;
  keeper.plan = id;
  keeper.savedHall = hall;
  toasts.show({
    tone: 'plain',
    title: isSame ? t.sameTitle : t.savedTitle,
    detail: isSame ? '' : t.savedDetail,
  });
  await keeper.keep();
  return true;
}

function showFindings(editor: Editor): void {
  editor.panel = 'findings';
  editor.isPanelOpen = true;
}
