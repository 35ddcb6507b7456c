/** What a door hears and feels, as nobody looks at a screen for every guest. */
export type Signal = 'yes' | 'ask' | 'no';

/** Tones in hertz, each for so many seconds. A yes rises, a no is low and twice. */
const TONES: Record<Signal, readonly (readonly [hertz: number, seconds: number])[]> = {
  yes: [
    [880, 0.09],
    [1_320, 0.14],
  ],
  ask: [[740, 0.14]],
  no: [
    [196, 0.2],
    [0, 0.07],
    [196, 0.28],
  ],
};
const PULSES: Record<Signal, number | number[]> = { yes: 60, ask: [40, 60, 40], no: [180, 90, 180] };

let sound: AudioContext | undefined;

/** Browsers are silent until somebody has touched the page: called at the first touch. */
export function allowSound(): void {
  if (typeof AudioContext === 'undefined') return;
  sound ??= new AudioContext();
  void sound.resume();
}

export function signal(kind: Signal): void {
  navigator.vibrate?.(PULSES[kind]);
  if (sound?.state !== 'running') return;
  let at = sound.currentTime;
  for (const [hertz, seconds] of TONES[kind]) {
    if (hertz > 0) beep(sound, hertz, at, seconds);
    at += seconds;
  }
}

function beep(context: AudioContext, hertz: number, at: number, seconds: number): void {
  const tone = context.createOscillator();
  const level = context.createGain();
  tone.type = hertz < 400 ? 'square' : 'sine';
  tone.frequency.value = hertz;
  level.gain.setValueAtTime(0.0001, at);
  level.gain.exponentialRampToValueAtTime(0.25, at + 0.01);
  level.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  tone.connect(level).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
