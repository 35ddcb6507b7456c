import { remember } from '#lib/app/remember.ts';

export type NotificationState = 'unsupported' | 'default' | 'granted' | 'denied';

const SOUND_KEY = 'jari:ring-sound';
const VIBRATION_KEY = 'jari:ring-vibration';
const NOTIFICATION_KEY = 'jari:ring-notification';

/**
 * How it is told that a turn has come, beyond the page itself: what the visitor has switched on, and no more. Browsers
 * play nothing before the page was touched, so a sound that was switched on earlier waits for the first touch.
 */
export class Bell {
  sound = $state(recall(SOUND_KEY));
  vibration = $state(recall(VIBRATION_KEY));
  /** The browser plays nothing yet. */
  isAsleep = $state(false);
  notification = $state<NotificationState>(notificationState());
  private notificationWanted = $state(recall(NOTIFICATION_KEY));
  readonly notifies = $derived(this.notification === 'granted' && this.notificationWanted);
  readonly canVibrate = typeof navigator.vibrate === 'function' && matchMedia('(pointer: coarse)').matches;
  private context: AudioContext | undefined;

  constructor() {
    if (this.sound) this.isAsleep = true;
    addEventListener('pointerdown', this.wake);
    addEventListener('keydown', this.wake);
  }

  stop(): void {
    removeEventListener('pointerdown', this.wake);
    removeEventListener('keydown', this.wake);
    void this.context?.close().catch(() => undefined);
  }

  async setSound(on: boolean): Promise<void> {
    this.sound = on;
    remember(SOUND_KEY, String(on));
    if (!on) return;
    await this.unlock();
    this.play();
  }

  setVibration(on: boolean): void {
    this.vibration = on;
    remember(VIBRATION_KEY, String(on));
    if (on) navigator.vibrate(120);
  }

  /** Only ever on a click: a page that asks by itself is refused for good. */
  async setNotification(on: boolean): Promise<void> {
    this.notificationWanted = on;
    remember(NOTIFICATION_KEY, String(on));
    if (!on || this.notification !== 'default') return;
    await Notification.requestPermission();
    this.notification = notificationState();
    this.notificationWanted = this.notification === 'granted';
  }

  /** It is the visitor's turn. */
  ring(title: string, body: string): void {
    if (this.sound) this.play();
    if (this.vibration && this.canVibrate) navigator.vibrate([220, 120, 220, 120, 400]);
    if (this.notifies && document.visibilityState !== 'visible') void notify(title, body);
  }

  private readonly wake = () => {
    if (this.sound) void this.unlock();
  };

  private async unlock(): Promise<void> {
    try {
      this.context ??= new AudioContext();
      if (this.context.state !== 'running') await this.context.resume();
      this.isAsleep = this.context.state !== 'running';
    } catch {
      this.isAsleep = true;
    }
  }

  /** Three rising notes, as before a performance. */
  private play(): void {
    const { context } = this;
    if (context?.state !== 'running') return;
    for (const [index, hertz] of [523.25, 659.25, 783.99].entries()) {
      const at = context.currentTime + index * 0.28;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.type = 'sine';
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.35, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.9);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + 1);
    }
  }
}

/** Phones show notifications only through a service worker; others have none perhaps. */
async function notify(title: string, body: string): Promise<void> {
  const options: NotificationOptions = { body, tag: 'jari-turn', icon: '/icons/apple-touch.png' };
  try {
    const shown = new Notification(title, options);
    shown.addEventListener('click', () => {
      globalThis.focus();
      shown.close();
    });
  } catch {
    const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
    await worker?.showNotification(title, options).catch(() => undefined);
  }
}

function notificationState(): NotificationState {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;
}

function recall(name: string): boolean {
  try {
    return localStorage.getItem(name) === 'true';
  } catch {
    return false;
  }
}
