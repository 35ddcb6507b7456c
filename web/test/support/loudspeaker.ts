import { vi } from 'vitest';

/** One tone, in seconds from when it was asked for. */
interface Tone {
  readonly hertz: number;
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** What its clock says all the time: not zero, or a page that took no notice of it would be right. */
const BEGIN = 100;

/** What a browser plays, whose sound is awake or sleeps until a page may wake it. */
export function loudspeaker(state: 'suspended' | 'running') {
  const tones: Tone[] = [];
  const heard = { state, wakes: true, made: 0, woken: 0, closed: 0, tones };
  const nothing = () => undefined;
  const connect = <T>(next: T) => next;
  class Sound {
    readonly currentTime = BEGIN;
    readonly destination = {};
    constructor() {
      heard.made += 1;
    }
    get state() {
      return heard.state;
    }
    resume(): Promise<void> {
      heard.woken += 1;
      if (heard.wakes) heard.state = 'running';
      return Promise.resolve();
    }
    close(): Promise<void> {
      heard.closed += 1;
      return Promise.reject(new Error('closed already'));
    }
    createOscillator() {
      const frequency = { value: 0 };
      let from = 0;
      const tone = {
        ...{ type: '', frequency, connect, start: (at: number) => void (from = at - BEGIN) },
        stop: (at: number) =>
          heard.tones.push({ hertz: frequency.value, type: tone.type, from, to: at - BEGIN }),
      };
      return tone;
    }
    createGain() {
      const gain = {
        ...{ setValueAtTime: nothing, linearRampToValueAtTime: nothing },
        exponentialRampToValueAtTime: nothing,
      };
      return { gain, connect };
    }
  }
  vi.stubGlobal('AudioContext', Sound);
  return heard;
}
