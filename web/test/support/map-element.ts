import { vi } from 'vitest';

class FakeEvent extends Event {
  constructor(type: string, given: object) {
    super(type, { cancelable: true });
    for (const [name, value] of Object.entries(given)) Object.defineProperty(this, name, { value });
  }
}
class FakeMouseEvent extends FakeEvent {}
class FakeWheelEvent extends FakeMouseEvent {}
class FakePointerEvent extends FakeMouseEvent {}
class FakeTouchEvent extends FakeEvent {}

/** The page's window, on which a drag goes on wherever the pointer is. */
class FakeWindow extends EventTarget {
  readonly document = { documentElement: { style: {} } };

  /** Node does not know that a mere `true` means the way down. */
  override removeEventListener(type: string, listener: EventListener, options?: boolean | object): void {
    super.removeEventListener(type, listener, options === true ? { capture: true } : options);
  }
}

/** A map's element at 10 | 20 of the page, on which a mouse, a wheel and fingers do what a test says. */
export class MapElement extends EventTarget {
  readonly dataset: Record<string, string> = {};
  clientWidth = 400;
  clientHeight = 300;
  readonly clientLeft = 0;
  readonly clientTop = 0;
  readonly style = { setProperty: () => undefined };
  private readonly window = new FakeWindow();

  constructor(reducedMotion = false) {
    super();
    const names = { FakeMouseEvent, FakeWheelEvent, FakePointerEvent, FakeTouchEvent };
    for (const [name, event] of Object.entries(names)) vi.stubGlobal(name.replace('Fake', ''), event);
    vi.stubGlobal('matchMedia', () => ({ matches: reducedMotion }));
    vi.stubGlobal('navigator', { maxTouchPoints: 0 });
  }

  /** As the page takes it for. */
  get element(): HTMLElement {
    return this as unknown as HTMLElement;
  }

  getBoundingClientRect() {
    return { left: 10, top: 20, width: 400, height: 300 };
  }

  private mouse(type: string, x: number, y: number, more: object = {}): FakeMouseEvent {
    const given = { clientX: x + 10, clientY: y + 20, button: 0, view: this.window, detail: 1, ...more };
    return new FakeMouseEvent(type, given);
  }

  press(x: number, y: number, more?: object): void {
    this.dispatchEvent(this.mouse('mousedown', x, y, more));
  }

  drag(x: number, y: number): void {
    this.window.dispatchEvent(this.mouse('mousemove', x, y));
  }

  release(x: number, y: number): void {
    this.window.dispatchEvent(this.mouse('mouseup', x, y));
  }

  wheel(x: number, y: number, deltaY: number, more: object = {}): void {
    const given = { clientX: x + 10, clientY: y + 20, button: 0, deltaY, deltaMode: 0, ...more };
    this.dispatchEvent(new FakeWheelEvent('wheel', given));
  }

  /** @param at milliseconds on the page's clock */
  click(x: number, y: number, at: number, pointerType = 'mouse'): void {
    const given = { clientX: x + 10, clientY: y + 20, timeStamp: at, pointerType };
    this.dispatchEvent(new FakePointerEvent('click', given));
  }
}
