import type { HallWords } from './ko.ts';

/** The live hall's words in English. */
export const hallEn: HallWords = {
  title: 'Live hall',
  loading: 'Loading the seats…',
  canvas: (seats) =>
    `A picture of ${seats} seats. The list below has the same, and can be used with the keyboard.`,
  freeIn: (count) => `${count} left`,
  state: { available: 'On sale', held: 'Held', reserved: 'Sold', blocked: 'Blocked' },
  selectState: (state, count) => `Select all ${count} seats: ${state}`,
  modes: { label: 'What dragging does', move: 'Move', lasso: 'Lasso', box: 'Box' },
  modeHelp: {
    move: 'Drag to move, click a seat to select it. With Shift, all seats of the row up to it.',
    lasso: 'Draw around seats to select them. With Alt they leave the selection.',
    box: 'Draw a box over seats to select them. With Alt they leave the selection.',
  },
  group: {
    label: 'Select at once',
    placeholder: 'Section, category…',
    sections: 'Sections',
    categories: 'Categories',
    states: 'States',
  },
  listOpen: 'Show as a list',
  listClose: 'Close the list',
  tree: {
    row: (name) => (name === '' ? 'Row' : `Row ${name}`),
    seat: (number) => `Seat ${number}`,
    selected: 'selected',
    hint: 'Move with the arrows and select seats with Enter. On a row or section the space bar selects all of it.',
  },
};
