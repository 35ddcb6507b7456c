import { reshape, type BlockShape } from '../core/block.ts';
import { blockOf, type Id } from '../core/hall.ts';
import type { Editor } from '../editor.svelte.ts';

/** Lays out a block by other numbers while they are typed. */
export function reshapeBlock(editor: Editor, blockId: Id, patch: Partial<BlockShape>): void {
  const hall = reshape(editor.before('reshaped'), blockId, { ...blockOf(editor.hall, blockId), ...patch });
  // Seats that are new belong to what is selected; those that went are forgotten by the editor.
  const selection = hall.sections.flatMap(({ rows }) =>
    rows.filter((row) => row.block === blockId).flatMap(({ seats }) => seats.map(({ id }) => id)),
  );
  editor.do('reshaped', { hall, selection: new Set(selection) }, { joins: true });
}
