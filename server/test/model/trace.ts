/** What the model prints of a box office after a step. */
export interface OfficeState {
  readonly mode: number;
  readonly sequence: number;
  readonly log: number;
  readonly epoch: number;
  readonly version: number;
  readonly waiting: number;
  readonly question: number;
  readonly flights: number;
  readonly lines: readonly [number, number];
  readonly timers: number;
}

export interface LedgerState {
  readonly sequence: number;
  readonly log: number;
  readonly epoch: number;
  readonly version: number;
  readonly moment: number;
}

/** One step of the model, and how it leaves the world. */
export interface Step {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  /** Who was told what, as `user:answer`. */
  readonly told: readonly string[];
  readonly ledger: LedgerState;
  readonly offices: readonly [OfficeState, OfficeState];
}

export interface Trace {
  /** The seat that each user wants: 0, 1, or 2 for any. */
  readonly wants: readonly number[];
  readonly steps: readonly Step[];
}

export interface TraceFile {
  /** Of the model that they were made with. */
  readonly hash: string;
  readonly traces: readonly Trace[];
}

const AT_FIRST = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const DOWN = 5;

/**
 * Reads the file that `npm run model -- --traces` writes: a header, then a trace a line. A step is
 * `name a b`, then what it changed: `!user:answer`, `L` and the ledger, `A` and `B` and the offices.
 */
export function readTraces(text: string): TraceFile {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const { hash, steps: names } = JSON.parse(header) as { hash: string; steps: readonly string[] };
  return { hash, traces: lines.map((line) => readTrace(line, names)) };
}

function readTrace(line: string, names: readonly string[]): Trace {
  const [wants = '', ...texts] = line.split(';');
  let ledger = ledgerState([0, 0, 0, 0, 0]);
  const offices: [OfficeState, OfficeState] = [officeState(AT_FIRST), officeState(AT_FIRST)];
  const steps = texts.map((text): Step => {
    const [head = '', ...effects] = text.split(' ');
    const [index = 0, a = 0, b = 0] = numbers(head);
    const told: string[] = [];
    for (const effect of effects) {
      const rest = effect.slice(1);
      if (effect.startsWith('!')) told.push(rest);
      else if (effect.startsWith('L')) ledger = ledgerState(numbers(rest));
      else offices[effect.startsWith('A') ? 0 : 1] = officeState(numbers(rest));
    }
    return { name: names[index] ?? 'unknown', a, b, told, ledger, offices: [...offices] };
  });
  return { wants: numbers(wants), steps };
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

function ledgerState([
  sequence = 0,
  log = 0,
  epoch = 0,
  version = 0,
  moment = 0,
]: readonly number[]): LedgerState {
  return { sequence, log, epoch, version, moment };
}

function officeState(values: readonly number[]): OfficeState {
  const [mode = 0, sequence = 0, log = 0, epoch = 0, version = 0, waiting = 0] = values;
  const [question = 0, flights = 0, first = 0, second = 0, timers = 0] = values.slice(6);
  return { mode, sequence, log, epoch, version, waiting, question, flights, lines: [first, second], timers };
}

export function isDown({ mode }: OfficeState): boolean {
  return mode === DOWN;
}
