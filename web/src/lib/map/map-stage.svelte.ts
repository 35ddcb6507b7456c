import { around, NOWHERE, widen, type Box } from './box.ts';
import { canChooseAt, centredOn, comfortableZoom, fit, zoomRange } from './camera.ts';
import { Gestures } from './gestures.ts';
import type { HallModel } from './hall-model.ts';
import { HitTest } from './hit-test.ts';
import type { LabelWords } from './labels.ts';
import { MapView } from './map-view.ts';
import type { Scene } from './painter.ts';
import { breather } from './pause.ts';

export interface StagePorts {
  readonly sceneNow: () => Scene;
  readonly words: LabelWords;
  readonly onTap: (x: number, y: number, isFinger: boolean, event: MouseEvent) => void;
  readonly onDoubleTap: (x: number, y: number, isFinger: boolean) => void;
  readonly isDragTaken?: (event: Event) => boolean;
  /** The picture is complete, and taps find their seats. */
  readonly onReady: () => void;
}

/** A finger is blunt: the seat nearest to it, within this distance, is meant. */
const REACH_PX = 24;
/** The hall stands still when its camera hasn't changed for so long. */
const STILL_AFTER_MS = 150;

/** A hall's picture in the page: it fits its frame, moves under fingers, and knows what is where. */
export class MapStage {
  view = $state.raw<MapView>();
  painted = $state(false);
  hits = $state.raw<HitTest>();
  /** The whole hall is on the screen. */
  isFitted = $state(true);
  /** The screen's colours are the system's; whoever draws listens, since the palette is then another. */
  forcedColors = $state(false);
  private gestures: Gestures | undefined;

  constructor(
    private readonly model: HallModel,
    private readonly ports: StagePorts,
  ) {}

  /** Gives the function that takes it down. */
  mount(frame: HTMLElement, canvas: HTMLCanvasElement): () => void {
    const made = new MapView(canvas, this.ports.sceneNow(), this.ports.words);
    this.gestures = new Gestures(frame, {
      ...this.ports,
      onCamera: (camera) => made.moveTo(camera),
    });
    made.onCamera(() => {
      const fitted = made.camera.k <= made.fitted.k * 1.02;
      if (fitted !== this.isFitted) this.isFitted = fitted;
    });
    this.view = made;
    // Where the hall stands is written down once it stands still, for tests and for whoever measures.
    let noted: ReturnType<typeof setTimeout> | undefined;
    made.onCamera(() => {
      clearTimeout(noted);
      noted = setTimeout(() => {
        const { k, x, y } = made.camera;
        frame.dataset['camera'] = JSON.stringify({ k, x, y });
      }, STILL_AFTER_MS);
    });
    const resizing = new ResizeObserver(() => this.resized(frame, made));
    resizing.observe(frame);
    const forced = matchMedia('(forced-colors: active)');
    const recolor = () => (this.forcedColors = forced.matches);
    forced.addEventListener('change', recolor);
    // The picture first: until it is there, nobody can point at anything.
    made.onPainted = () => {
      made.onPainted = undefined;
      this.painted = true;
      void HitTest.build(this.model, breather()).then((built) => {
        this.hits = built;
        this.ports.onReady();
      });
    };
    return () => {
      clearTimeout(noted);
      resizing.disconnect();
      forced.removeEventListener('change', recolor);
      this.gestures?.destroy();
      made.destroy();
    };
  }

  get isReady(): boolean {
    return this.painted && this.hits !== undefined;
  }

  /** As high as the hall wants to be; the page's style says how high it may. */
  get aspect(): number {
    const { box, pitch } = this.model;
    return Math.max(0.2, (box.maxX - box.minX + pitch) / (box.maxY - box.minY + pitch));
  }

  /** A place of the screen as one of the hall. */
  toHall(x: number, y: number): { readonly x: number; readonly y: number } {
    const { camera } = this.view ?? { camera: { k: 1, x: 0, y: 0 } };
    return { x: (x - camera.x) / camera.k, y: (y - camera.y) / camera.k };
  }

  pointedAt(x: number, y: number): { seat?: number | undefined; standing?: number | undefined } {
    const { view, hits } = this;
    if (!view || !hits) return {};
    const place = this.toHall(x, y);
    const reach = Math.max(REACH_PX / view.camera.k, this.model.pitch * 0.6);
    return {
      seat: hits.seatAt(place.x, place.y, reach),
      standing: hits.standingAt(place.x, place.y),
    };
  }

  /** The seat under a finger, where seats are large enough to be chosen. */
  choosableAt(x: number, y: number, isFinger: boolean): number | undefined {
    const { view } = this;
    if (!view || !canChooseAt(this.model.pitch * view.camera.k, isFinger)) return undefined;
    return this.pointedAt(x, y).seat;
  }

  /** Goes to where a seat that is too small to be chosen is large enough. */
  comeCloseTo(seatId: number): void {
    const [x = 0, y = 0] = [this.model.x[seatId - 1], this.model.y[seatId - 1]];
    if (this.view) this.gestures?.moveTo(centredOn(x, y, comfortableZoom(this.model.pitch), this.view.size));
  }

  zoomBy(factor: number, x?: number, y?: number): void {
    this.gestures?.zoomBy(factor, x, y);
  }

  showWhole(): void {
    if (this.view) this.gestures?.moveTo(this.view.fitted);
  }

  centreOn(x: number, y: number): void {
    const { view } = this;
    if (view) this.gestures?.moveTo(centredOn(x, y, view.camera.k, view.size), { glide: false });
  }

  /** Shows these seats, as large as is comfortable. */
  showSeats(seatIds: readonly number[]): void {
    const box = seatIds.reduce((all, id) => {
      const [x, y] = [this.model.x[id - 1] ?? 0, this.model.y[id - 1] ?? 0];
      return around(all, { minX: x, minY: y, maxX: x, maxY: y });
    }, NOWHERE);
    if (seatIds.length > 0) this.showBox(box);
  }

  showBox(box: Box): void {
    const { view, model } = this;
    if (!view) return;
    const { k } = fit(widen(box, model.pitch), model.pitch, view.size);
    const closest = Math.max(comfortableZoom(model.pitch), view.fitted.k);
    const [x, y] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];
    this.gestures?.moveTo(centredOn(x, y, Math.min(k, closest), view.size));
  }

  /** The first time the whole hall is shown; after that what was in the middle stays there. */
  private resized(frame: HTMLElement, made: MapView): void {
    const size = { width: frame.clientWidth, height: frame.clientHeight };
    if (size.width === 0 || size.height === 0) return;
    const before = made.size;
    const wasFitted = before.width === 0 || made.camera.k <= made.fitted.k * 1.02;
    const middle = {
      x: (before.width / 2 - made.camera.x) / made.camera.k,
      y: (before.height / 2 - made.camera.y) / made.camera.k,
    };
    const fitted = made.resize(size);
    this.gestures?.limit(size, made.limits, zoomRange(fitted, this.model.pitch));
    this.gestures?.moveTo(wasFitted ? fitted : centredOn(middle.x, middle.y, made.camera.k, size), {
      glide: false,
    });
  }
}
