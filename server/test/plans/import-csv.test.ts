import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../src/plans/csv/write.ts';
import { importPlan, type PlanFile } from '../../src/plans/import-plan.ts';

const file = (content: string | Uint8Array, charset?: string): PlanFile => ({
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  kind: 'csv',
  charset,
  name: 'Hall',
});
function accepted(given: PlanFile) {
  const reading = importPlan(given);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return { ...reading, document: reading.plan.document };
}
function refused(content: string) {
  const reading = importPlan(file(content));
  if (!('problems' in reading)) throw new Error('was accepted');
  return reading.problems.map(({ field, message }) => `${field}: ${message}`);
}

const TABLE =
  'section,row,number,category,x,y,marks\nStalls,A,1,R,0,0,wheelchair aisle\nStalls,A,2,R,25.5,0,\n';
const idOf = (content: string | Uint8Array, charset?: string) => accepted(file(content, charset)).plan.planId;

describe('a table of seats', () => {
  it('is a plan', () => {
    expect(accepted(file(TABLE)).document).toMatchObject({
      name: 'Hall',
      categories: [{ name: 'R' }],
      sections: [
        {
          name: 'Stalls',
          rows: [
            {
              name: 'A',
              category: 'R',
              seats: [
                { number: '1', x: 0, y: 0, marks: ['aisle', 'wheelchair'] },
                { number: '2', x: 25.5, y: 0 },
              ],
            },
          ],
        },
      ],
    });
  });

  it('has areas to stand in with the capacity that is written', () => {
    const content =
      'section,row,number,category,x,y,capacity\nPit,,,Standing,100,50,1250\nStalls,A,1,R,0,0,\n';
    expect(accepted(file(content)).document.sections).toMatchObject([
      { name: 'Pit', standing: { capacity: 1_250, category: 'Standing' } },
      { name: 'Stalls' },
    ]);
  });

  it.each<[string, string]>([
    ['with a byte order mark and line ends of Windows', `\uFEFF${TABLE.replaceAll('\n', '\r\n')}`],
    [
      'with semicolons and decimal commas, as Excel has them',
      TABLE.replaceAll(',', ';').replace('25.5', '25,5'),
    ],
    ['with tabs', TABLE.replaceAll(',', '\t')],
    ['with quotes', TABLE.replaceAll('Stalls', '"Stalls"')],
    ['with blank lines and lines of commas', TABLE.replaceAll('\n', '\n\n,,,,,,\n')],
    [
      'with columns in another order and case',
      'Number,ROW,section,y,x,marks,category\n1,A,Stalls,0,0,"aisle,wheelchair",R\n2,A,Stalls,0,25.5,,R\n',
    ],
  ])('is the same plan %s', (_how, content) => {
    expect(idOf(content)).toBe(idOf(TABLE));
  });

  it('may be in another charset, when it is named', () => {
    // 가 in EUC-KR, as Excel writes it in Korea.
    const bytes = Uint8Array.from([...new TextEncoder().encode('section,number\n'), 0xb0, 0xa1, 0x2c, 0x31]);
    expect(accepted(file(bytes, 'euc-kr')).document.sections[0]?.name).toBe('가');
    const reading = importPlan(file(bytes));
    expect('problems' in reading && reading.problems[0]?.message).toContain('save it as UTF-8');
  });

  it('needs no positions: seats are laid out row by row', () => {
    const { document } = accepted(file('row,number\nA,1\nA,2\nB,1\n'));
    const rows = document.sections[0]?.rows ?? [];
    expect(rows.map(({ seats }) => seats.length)).toEqual([2, 1]);
    expect(new Set(rows.flatMap(({ seats }) => seats.map(({ x, y }) => `${x} ${y}`))).size).toBe(3);
    expect(rows[1]?.seats[0]?.y).toBeGreaterThan(rows[0]?.seats[0]?.y ?? NaN);
  });

  it('names the columns that it does not use', () => {
    expect(accepted(file('number,price\n1,5\n')).ignored).toEqual(['column price']);
  });

  it.each<[string, string, string]>([
    ['a second seat', `${TABLE}Stalls,A,1,R,9,9,\n`, 'line 4: is a second seat “A · 1”; the first is line 2'],
    ['a position that is no number', TABLE.replace('25.5', 'NaN'), 'line 3, x: must be a number, not “NaN”'],
    ['half a position', TABLE.replace('25.5', ''), 'line 3, x: is empty, though the other one is not'],
    [
      'some positions',
      'number,x,y\n1,0,0\n2,,\n',
      'line 3: has no position, but line 2 has one; either all seats have one or none',
    ],
    [
      'an unknown mark',
      TABLE.replace('aisle', 'sofa'),
      'line 2, marks: has “sofa”; a mark is one of wheelchair, companion, restricted_view, aisle, easy_access',
    ],
    ['no number', TABLE.replace('A,2', 'A,'), 'line 3, number: is empty'],
    [
      'a quotation mark that stays open',
      `${TABLE}"Stalls,A,3`,
      'line 4: opens a quotation mark that is never closed',
    ],
    [
      'no columns',
      '1,2,3\n',
      'line 1: must name the columns, “number” at least; known are section, row, number, category, x, y, marks, guid, capacity',
    ],
    ['a column that is there twice', 'number,row,Number\n1,A,2\n', 'line 1: has two columns “number”'],
    [
      'seats in an area to stand in',
      'section,number,capacity\nPit,,100\nPit,1,\n',
      'line 3, section: “Pit” is an area to stand in already',
    ],
    [
      'an area to stand in among seats',
      'section,number,capacity\nPit,1,\nPit,,100\n',
      'line 3, section: “Pit” has seats or a capacity already',
    ],
    [
      'another program’s id that is there twice',
      'number,guid\n1,x\n2,x\n',
      'line 3: is a second “x”; the first is line 2',
    ],
    ['nothing', '', 'body: is empty'],
    ['no seats', 'number\n', 'line 1: is followed by no seats'],
  ])('is refused for %s, with its line', (_what, content, problem) => {
    expect(refused(content)).toContain(problem);
  });
});

describe('a table that is written', () => {
  it('has no cell that a spreadsheet would run, and is read as what it was', () => {
    const names = ['=1+1', '+1', '-1', '@x', "'=1"];
    const document = {
      ...{ format: 'jari-plan' as const, version: 1 as const, name: 'Hall' },
      categories: names.map((name) => ({ name, color: '#2a78d6' })),
      sections: names.map((name, i) => ({
        name,
        rows: [{ name, category: name, seats: [{ number: name, x: i, y: i, guid: `${name}${i}` }] }],
      })),
    };
    const text = writeCsv(document);
    for (const cell of text.replace(/^\uFEFF/, '').split(/[\r\n,]+/))
      expect(cell).not.toMatch(/^[=+@]|^-[^\d]/);
    expect(text).toContain("'=1+1,'=1+1,'=1+1,'=1+1");
    const { sections } = accepted(file(text)).document;
    expect(sections.map(({ name, rows }) => [name, rows?.[0]?.name, rows?.[0]?.seats[0]?.number])).toEqual(
      names.map((name) => [name, name, name]),
    );
  });
});

describe('whatever is sent', () => {
  const kinds = fc.constantFrom('json' as const, 'csv' as const);

  it('is a plan or a refusal with words, never a breakdown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), kinds, (bytes, kind) => {
        expectAnswer(importPlan({ bytes, kind, charset: undefined, name: undefined }));
      }),
      { numRuns: 500 },
    );
  });

  it('may be JSON of any shape with our names in it', () => {
    const key = fc.constantFrom(
      ...[
        'format',
        'version',
        'zones',
        'rows',
        'seats',
        'sections',
        'name',
        'position',
        'x',
        'y',
        'seat_number',
      ],
      ...[
        'row_number',
        'category',
        'categories',
        'areas',
        'text',
        'shape',
        'polygon',
        'points',
        'size',
        '__proto__',
      ],
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, 0, -1, 1e308, '', 'a', 'jari-plan', 'polygon', true),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 6 }),
      ),
    }));
    const root = fc.record(
      { zones: value, categories: value, name: value, size: value },
      { requiredKeys: ['zones'] },
    );
    fc.assert(
      fc.property(fc.oneof(value, root), (given) => {
        const bytes = new TextEncoder().encode(JSON.stringify(given));
        expectAnswer(importPlan({ bytes, kind: 'json', charset: undefined, name: undefined }));
      }),
      { numRuns: 1_000 },
    );
  });
});

function expectAnswer(reading: ReturnType<typeof importPlan>): void {
  if ('problems' in reading) {
    expect(reading.problems.length).toBeGreaterThan(0);
    for (const { message } of reading.problems) expect(message).not.toBe('');
  } else expect(reading.plan.planId).toMatch(/^[0-9a-f]{32}$/);
}
