import type { ListWords } from './list-ko.ts';

const several = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** The words of the list of halls. */
export const listEn: ListWords = {
  title: 'Halls',
  advice: 'A saved hall never changes. Saving a change makes a new hall; events keep the one they have.',
  create: 'Draw a new one',
  import: 'Import a file',
  importHelp: 'Jari JSON, pretix JSON, or a CSV table',
  importing: 'Importing…',
  imported: 'The hall is imported',
  importNotes: 'What was changed on import, and what to look at',
  importRefused: 'This file can’t be imported',
  importUnreadable: {
    title: 'This file can’t be read',
    advice: 'Close the program that has it open, and choose it again.',
  },
  more: (count) => `and ${count} more`,
  templates: 'Start from a template',
  template: { grid: 'Grid', theatre: 'Theatre', hall: 'Concert hall', arena: 'Arena', stadium: 'Stadium' },
  drafts: 'Drawings under way',
  draftsHelp: 'They are on this device only. Once saved, everybody can use them.',
  changed: (when) => `Changed ${when}`,
  go: 'Go on drawing',
  drop: 'Discard',
  dropTitle: (name) => `Discard the drawing “${name}”?`,
  dropAdvice: 'It is on this device only and can’t be brought back.',
  keep: 'Keep it',
  plans: 'Saved halls',
  none: 'No halls yet. Draw one, start from a template, or import a file.',
  open: 'Open',
  sections: (count) => several(count, 'section', 'sections'),
  preview: (name) => `Drawing of ${name}`,
};
