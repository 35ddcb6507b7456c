import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dyingAround } from './around-stores.ts';
import { Death } from './death.ts';
import { admissionMethods, allPoints, busMethods, ledgerMethods } from './points.ts';
import { reachablePoints } from './reachable.ts';
import { usualPoints } from './usual-points.ts';

/** Comes by everything and dies nowhere. */
class Passing extends Death {
  readonly passed: string[] = [];

  constructor() {
    super({ at: undefined, time: 1, seenFile: undefined });
  }

  override passes(point: string): void {
    this.passed.push(point);
  }
}

const sources = fileURLToPath(new URL('../../../server/src/', import.meta.url));
/** Where commands come by from the first byte of a request to the last one of its answer, and what follows from them. */
const COMMAND_PATH = [
  'box-office',
  'http/holds',
  'http/line',
  'http/reservations',
  'http/admission',
  'realtime',
];
/** What is called there and keeps nobody waiting for seats. */
const BESIDE = [
  'forget',
  'forgetPersons',
  'sealPersons',
  'reservationsOf',
  'findReservationByCode',
  'dissolveLine',
];

describe('failpoints', () => {
  it('stand at every call of the command path to a store', () => {
    const uses: Readonly<Record<string, string>> = { ...ledgerMethods, ...admissionMethods, ...busMethods };
    const calls = COMMAND_PATH.flatMap((folder) =>
      readdirSync(join(sources, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .flatMap((name) => [...readFileSync(join(sources, folder, name), 'utf8').matchAll(CALL)])
        .map(([, method = '']) => method),
    );
    expect(new Set(calls).size).toBeGreaterThan(12);
    const without = calls.filter((method) => (uses[method] ?? 'beside') === 'beside');
    expect([...new Set(without)].filter((method) => !BESIDE.includes(method))).toEqual([]);
  });

  it('are come by before a call, once it is sent, once it has taken effect and once its caller has gone on', async () => {
    const death = new Passing();
    const store = { findReservation: () => Promise.resolve(void death.passed.push('takes effect')) };
    const wrapped = dyingAround(death)('ledger', store);
    await wrapped.findReservation().then(() => death.passed.push('caller goes on'));
    await turn();
    const name = 'ledger.findReservation';
    expect(death.passed.toSorted()).toEqual(
      [
        `${name} before`,
        'takes effect',
        `${name} done`,
        'caller goes on',
        `${name} sent`,
        `${name} told`,
      ].toSorted(),
    );
    const at = (what: string) => death.passed.indexOf(what);
    expect(at(`${name} before`)).toBeLessThan(at('takes effect'));
    expect(at('takes effect')).toBeLessThan(at(`${name} done`));
    expect(at(`${name} done`)).toBeLessThan(at('caller goes on'));
    expect(at('caller goes on')).toBeLessThan(at(`${name} told`));
  });

  it('tell appends apart by what they record', async () => {
    const death = new Passing();
    const wrapped = dyingAround(death)('ledger', { append: (_: unknown) => Promise.resolve({ ok: true }) });
    await wrapped.append({ changes: [{ cause: 'held' }, { cause: 'reserved' }, { cause: 'held' }] });
    await wrapped.append({ changes: [] });
    expect(death.passed.filter((point) => point.endsWith('before'))).toEqual([
      'ledger.append(held) before',
      'ledger.append(reserved) before',
      'ledger.append(nothing) before',
    ]);
  });

  it('leave what nobody waits for alone, and answers as they are', async () => {
    const death = new Passing();
    const wrapped = dyingAround(death)('ledger', { probe: () => 'probed', recall: () => Promise.resolve(7) });
    expect([wrapped.probe(), death.passed]).toEqual(['probed', []]);
    expect(await wrapped.recall()).toBe(7);
  });

  it('are left out where nobody can come by', () => {
    const alone = reachablePoints({ isShared: false, setsClocks: false });
    const together = reachablePoints({ isShared: true, setsClocks: true });
    expect(together).toEqual(allPoints);
    const never = new Set(
      allPoints.filter((point) => !alone.includes(point)).map((point) => point.split(' ')[0]),
    );
    expect([...never]).toEqual([
      ...['ledger.appendLocked', 'ledger.correctClock', 'bus.subscribe', 'bus.onGap'],
      ...['admission.noteHolds', 'admission.hasNotes'],
    ]);
  });

  it('have each a name of its own', () => {
    expect(new Set(allPoints).size).toBe(allPoints.length);
    expect(usualPoints.length).toBeGreaterThan(25);
  });
});

const CALL = /\b(?:ledger|bus|admission|store)\.(\w+)\(/g;
