import { execFileSync, spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from './device.ts';
import type { Layout } from './stage.ts';

const FRAMES_PER_SECOND = 20;
/** As wide as a README shows a film twice over: a minute of two screens stays under 2 MB. */
const WEBM_WIDTH_MAX = 1280;
const WEBM_CRF = 40;

export interface GifSize {
  readonly width: number;
  readonly framesPerSecond: number;
}
const USUAL_GIF: GifSize = { width: 760, framesPerSecond: 12 };

export interface Caption {
  readonly file: string;
  /** Epoch seconds; it stays until the next one. */
  readonly at: number;
}

export interface Cut {
  readonly layout: Layout;
  /** What each screen showed, from left to right. */
  readonly screens: readonly (readonly Frame[])[];
  readonly table: string;
  readonly captions: readonly Caption[];
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
  readonly gif?: GifSize | undefined;
  /** What is left out. */
  readonly cuts: readonly { readonly from: number; readonly to: number }[];
}

/** The second of the film at which this moment is shown; those that are left out share one. */
function filmTime(moment: number, { from, cuts }: Cut): number {
  const leftOut = cuts.map((cut) => Math.max(0, Math.min(moment, cut.to) - cut.from));
  return moment - from - leftOut.reduce((sum, seconds) => sum + seconds, 0);
}

export function requireFfmpeg(): void {
  if (spawnSync('ffmpeg', ['-version']).error === undefined) return;
  throw new Error(
    'ffmpeg is not in the PATH. Debian and Ubuntu: apt install ffmpeg. macOS: brew install ffmpeg.',
  );
}

const ffmpeg = (...args: string[]) =>
  execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args], { stdio: 'inherit' });

/** One screen's pictures as a list for ffmpeg, each with the time that it stood. */
function frameList(frames: readonly Frame[], cut: Cut): string {
  const length = filmTime(cut.to, cut);
  const starts = [...frames]
    .sort((one, other) => one.at - other.at)
    .map(({ file, at }) => ({ file, at: Math.max(0, filmTime(at, cut)) }));
  const lines = starts.flatMap(({ file, at }, index) => {
    const seconds = Math.min(length, starts[index + 1]?.at ?? length) - at;
    return seconds > 0 ? [`file '${file}'\nduration ${seconds.toFixed(4)}`] : [];
  });
  if (lines.length === 0) throw new Error('A screen was not filmed.');
  // The last duration counts only if another picture follows.
  return ['ffconcat version 1.0', ...lines, lines.at(-1)?.split('\n')[0]].join('\n');
}

function filters(cut: Cut): string {
  const seconds = filmTime(cut.to, cut);
  const places = cut.layout.screens;
  const screens = places.map(
    ({ width, height }, index) =>
      `[${index}:v]fps=${FRAMES_PER_SECOND},scale=${width}:${height}:flags=lanczos[p${index}]`,
  );
  const table = places.length;
  const overlays = places.map(({ x, y }, index) => `[s${index}][p${index}]overlay=${x}:${y}[s${index + 1}]`);
  const laid = [
    `[${table}:v]loop=-1:1,fps=${FRAMES_PER_SECOND},trim=duration=${seconds},split[s0][cover]`,
    ...overlays,
    `[s${table}][cover]overlay=0:0[c0]`,
  ];
  const captions = cut.captions.map(({ at }, index) => {
    const until = filmTime(cut.captions[index + 1]?.at ?? cut.to + 1, cut) - 0.01;
    const between = `between(t,${filmTime(at, cut).toFixed(2)},${until.toFixed(2)})`;
    return `[c${index}][${table + 1 + index}:v]overlay=0:0:enable='${between}'[c${index + 1}]`;
  });
  return [...screens, ...laid, ...captions].join(';');
}

/** Cuts the film and writes it as WebM and as GIF; tells how long and how large they became. */
export function cutFilm(cut: Cut, folder: string, out: { webm: string; gif: string }): string[] {
  const lists = cut.screens.map((frames, index) => {
    const file = join(folder, `screen-${index}.ffconcat`);
    writeFileSync(file, frameList(frames, cut));
    // A page that is opened may send a picture of another size; the whole film would begin anew with it.
    return ['-reinit_filter', '0', '-f', 'concat', '-safe', '0', '-i', file];
  });
  const pictures = [cut.table, ...cut.captions.map(({ file }) => file)].flatMap((file) => ['-i', file]);
  const master = join(folder, 'master.mkv');
  ffmpeg(
    ...lists.flat(),
    ...pictures,
    ...[
      '-filter_complex',
      filters(cut),
      '-map',
      `[c${cut.captions.length}]`,
      '-t',
      String(filmTime(cut.to, cut)),
    ],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0', '-pix_fmt', 'yuv444p', master],
  );
  ffmpeg(
    ...['-i', master, '-vf', `scale='min(${WEBM_WIDTH_MAX},iw)':-2:flags=lanczos`],
    ...['-c:v', 'libvpx-vp9', '-crf', String(WEBM_CRF), '-b:v', '0', '-pix_fmt', 'yuv420p'],
    ...['-row-mt', '1', '-cpu-used', '6', '-an', out.webm],
  );
  const gif = cut.gif ?? USUAL_GIF;
  const palette = 'split[a][b];[a]palettegen=stats_mode=full[p];[b][p]';
  ffmpeg(
    ...['-i', master, '-filter_complex'],
    `fps=${gif.framesPerSecond},scale=${gif.width}:-1:flags=lanczos,${palette}paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle`,
    out.gif,
  );
  const sizes = [out.webm, out.gif].map((file) => `${file}: ${(statSync(file).size / 1e6).toFixed(2)} MB`);
  return [`${filmTime(cut.to, cut).toFixed(0)} s`, ...sizes];
}
