export interface Toast {
  readonly id: number;
  readonly tone: 'plain' | 'warning';
  readonly title: string;
  readonly detail?: string;
  /** What can be done about it; a toast with an action stays longer. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 15_000;
const SHOWN_MAX = 3;

/** Short notices that never stand in the way: nothing has to be pressed to go on. */
class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  private lastId = 0;

  show(toast: Omit<Toast, 'id'>): void {
    const id = ++this.lastId;
    // The same words again replace the old notice, or it would pile up under an impatient finger.
    const others = this.list.filter((shown) => shown.title !== toast.title);
    this.list = [...others, { ...toast, id }].slice(-SHOWN_MAX);
    setTimeout(() => this.dismiss(id), toast.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
  }

  /** What a warning was about has been settled: it needn't be read any more. */
  clearWarnings(): void {
    this.list = this.list.filter((toast) => toast.tone !== 'warning');
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
