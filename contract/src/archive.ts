import { Type, type Static } from 'typebox';

/** `POST /admin/events/{event}/archive`: the last line of a file that is safely on disk. */
export const ArchiveInput = Type.Object(
  {
    epoch: Type.String({ pattern: '^[0-9a-z]{1,32}$', description: 'Of the file’s first line.' }),
    sequence: Type.Integer({ minimum: 0, description: 'The last change in the file.' }),
    head: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Its hash.' }),
  },
  { additionalProperties: false },
);
export type ArchiveInput = Static<typeof ArchiveInput>;

/** What was done with it. */
export const Archived = Type.Object({
  success: Type.Literal(true),
  archived_to: Type.Integer({ minimum: 0, description: 'Where the log that is kept begins now.' }),
  removed: Type.Integer({ minimum: 0, description: 'How many changes were removed by this request.' }),
});
export type Archived = Static<typeof Archived>;
