import { vi } from 'vitest';

/** Frames of a screen that come when they are told to. */
export class Screen {
  private asked = new Map<number, () => void>();
  private last = 0;

  constructor() {
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
      this.asked.set(++this.last, callback);
      return this.last;
    });
    vi.stubGlobal('cancelAnimationFrame', (id: number) => this.asked.delete(id));
  }

  get isWaiting(): boolean {
    return this.asked.size > 0;
  }

  /** Draws one frame; what it asks for comes with the next. */
  frame(): void {
    const asked = [...this.asked.values()];
    this.asked.clear();
    for (const draw of asked) draw();
  }

  /** Frames and time until nothing more is asked for; gives how many it took. */
  settle(msPerFrame = 16, framesMax = 1_000): number {
    let frames = 0;
    for (; this.isWaiting && frames < framesMax; frames++) {
      this.frame();
      vi.advanceTimersByTime(msPerFrame);
    }
    return frames;
  }
}

/** What was done with a pen: a method and what it was told, with the colour and opacity at that moment. */
export interface Stroke {
  readonly does: string;
  readonly told: readonly unknown[];
  readonly fill: unknown;
  readonly stroke: unknown;
  readonly alpha: unknown;
}

/** A canvas of which only what was asked of it is known. Letters are seven pixels wide. */
export class FakeCanvas {
  width = 0;
  height = 0;
  readonly strokes: Stroke[] = [];
  readonly pen: CanvasRenderingContext2D;

  constructor() {
    const known: Record<string | symbol, unknown> = { globalAlpha: 1 };
    const pen = new Proxy(known, {
      get: (_target, name) =>
        name in known
          ? known[name]
          : (...told: readonly unknown[]) => {
              const { fillStyle: fill, strokeStyle: stroke, globalAlpha: alpha } = known;
              this.strokes.push({ does: String(name), told, fill, stroke, alpha });
              if (name === 'measureText') return { width: String(told[0]).length * 7 };
              return name === 'createRadialGradient' ? { addColorStop: () => undefined } : undefined;
            },
      set: (_target, name, value) => {
        known[name] = value;
        return true;
      },
    });
    // Of a pen no more is known than what is done with it.
    this.pen = pen as unknown as CanvasRenderingContext2D;
  }

  /** As the page takes it for. */
  get element(): HTMLCanvasElement {
    return this as unknown as HTMLCanvasElement;
  }

  getContext(): CanvasRenderingContext2D {
    return this.pen;
  }

  /** Everything of a kind that was done. */
  all(does: string): readonly Stroke[] {
    return this.strokes.filter((stroke) => stroke.does === does);
  }
}
