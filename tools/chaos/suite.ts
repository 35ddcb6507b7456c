import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { logFileBeside } from '../../rehearsal/src/history/history.ts';
import { seededDraw } from '../rig/seeded-draw.ts';
import { deck } from './deck.ts';
import type { Fault } from './faults/fault.ts';
import { lanesOf, type House } from './houses.ts';
import type { Options } from './options.ts';
import { playChapter, type Chapter } from './play.ts';
import { startRig, type Rig } from './rig/rig.ts';
import { keepState, NO_CHAPTER, readState, withChapter, type State } from './state.ts';

/** Chapters of all houses have other visitors. */
const SEEDS_PER_HOUSE = 100_003;

/** Chapter after chapter in each house, until there were enough deaths, or time is up. */
export class Suite {
  state: State;
  private isStopped = false;
  private readonly startedAt = performance.now();
  private readonly deathsBefore: number;

  constructor(
    private readonly options: Options,
    private readonly out: string,
    private readonly say: (line: string) => void,
  ) {
    const { seed, mode, faults, hosts, clocks, stateFile } = options;
    this.state = readState(stateFile, { seed, mode, faults, hosts, clocks });
    this.deathsBefore = this.deaths;
  }

  stop(): void {
    this.isStopped = true;
  }

  /** @param place which of the houses it is */
  async playIn(house: House, place: number): Promise<void> {
    if (this.isEnough()) return;
    const rig = await startRig(house.rig);
    try {
      const fitting = house.faults(rig);
      if (fitting.length === 0) throw new Error(`None of these faults fits ${house.name} mode.`);
      const cards = deck(fitting, this.options.seed + place * SEEDS_PER_HOUSE);
      const { struck } = this.state.houses[house.name] ?? NO_CHAPTER;
      for (let i = 0; i < struck; i++) cards.next();
      while (!this.isEnough()) {
        const faults = Array.from({ length: house.faultsPerChapter }, () => cards.next().value);
        await this.playOne(house, place, rig, faults);
      }
    } finally {
      await rig.stop();
    }
  }

  private async playOne(house: House, place: number, rig: Rig, faults: readonly Fault[]): Promise<void> {
    const chapter = await this.oneSale(house, place, rig, faults);
    this.state = withChapter(this.state, house.name, chapter, pointsIn(rig.seenFile));
    keepState(this.options.stateFile, this.state);
    this.say(this.summaryOf(chapter));
    for (const what of chapter.violations.slice(0, 10)) this.say(`  VIOLATED ${what}`);
  }

  private async oneSale(house: House, place: number, rig: Rig, faults: readonly Fault[]): Promise<Chapter> {
    const { seed, isLoud } = this.options;
    const number = 1 + (this.state.houses[house.name] ?? NO_CHAPTER).chapters;
    const event = `chaos-${String(seed)}-${house.name}-${String(number)}`;
    const historyFile = join(this.out, `${event}.ndjson`);
    const chapterSeed = seed + place * SEEDS_PER_HOUSE + number;
    const chapter = await playChapter({
      ...{ rig, event, historyFile, visitors: house.visitors, seed: chapterSeed },
      order: house.orderBy(number),
      ...{ lanes: lanesOf(house, rig, faults), draw: seededDraw(chapterSeed * 10_007) },
      onOutcome: ({ what, recoveryMs }) => {
        if (isLoud) this.say(`    ${house.name}: ${what}: back after ${String(recoveryMs)} ms`);
      },
    });
    if (chapter.violations.length === 0) {
      rmSync(historyFile);
      rmSync(logFileBeside(historyFile));
    }
    return chapter;
  }

  private isEnough(): boolean {
    const minutes = (performance.now() - this.startedAt) / 60_000;
    return this.isStopped || minutes > this.options.minutes || this.deaths >= this.options.kills;
  }

  private get deaths(): number {
    return this.state.outcomes.filter(({ isDeath }) => isDeath).length;
  }

  private summaryOf({ event, outcomes, violations, changes, holds, reservations }: Chapter): string {
    const { kills } = this.options;
    const slowest = Math.max(...outcomes.map(({ recoveryMs }) => recoveryMs ?? Infinity));
    const told = `${String(holds)} holds, ${String(reservations)} reservations, ${String(changes)} changes`;
    const verdict = violations.length === 0 ? 'all explained' : `${String(violations.length)} VIOLATIONS`;
    const count = kills === Infinity ? String(this.deaths) : `${String(this.deaths)} of ${String(kills)}`;
    const minutes = (performance.now() - this.startedAt) / 60_000;
    const pace = ((this.deaths - this.deathsBefore) / minutes).toFixed(1);
    return `${event}: ${String(outcomes.length)} faults, ${told}, slowest return ${String(slowest)} ms, ${verdict} (${count} deaths, ${pace} a minute)`;
  }
}

function pointsIn(seenFile: string): string[] {
  return existsSync(seenFile) ? [...new Set(readFileSync(seenFile, 'utf8').split('\n').filter(Boolean))] : [];
}
