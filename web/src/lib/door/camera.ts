import type { Picture } from './decode.ts';

/** How often a picture is looked at: often enough to seem at once, seldom enough for a battery that lasts an evening. */
const LOOK_EVERY_MS = 120;
/** The longer side of what is looked at. A code that fills a fifth of it is still read. */
const SIDE_MAX = 720;

/** The browser's own reader, where it has one; TypeScript does not know it. */
interface NativeDetector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface WithDetector {
  readonly BarcodeDetector?: {
    new (options: { formats: string[] }): NativeDetector;
    getSupportedFormats(): Promise<string[]>;
  };
}

/** Reads a text from a picture of the video, if there is one. */
type Reader = (video: HTMLVideoElement) => Promise<string | undefined>;

/** A camera that reads codes until it is stopped. */
export interface Camera {
  /** Undefined where the light cannot be switched. */
  readonly switchLight: ((isOn: boolean) => Promise<void>) | undefined;
  stop(): void;
}

/**
 * Shows the rear camera in `video` and tells of every code in sight, again and again. Rejects when there is no camera, or
 * when the page is gone before there is one: a camera that nobody can stop any more must not stay on.
 */
export async function startCamera(
  video: HTMLVideoElement,
  onText: (text: string) => void,
  onEnd: () => void,
  gone: AbortSignal,
): Promise<Camera> {
  const wanted = { facingMode: 'environment', width: { ideal: 1_280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    for (const each of stream.getTracks()) each.stop();
    video.srcObject = null;
  };
  const [track] = stream.getVideoTracks();
  track?.addEventListener('ended', () => {
    if (isStopped) return;
    stop();
    onEnd();
  });
  let reader: Reader;
  try {
    gone.throwIfAborted();
    reader = await makeReader();
    video.srcObject = stream;
    await video.play();
    gone.throwIfAborted();
    if (isStopped) throw new Error('The camera was taken away.');
  } catch (error) {
    stop();
    throw error;
  }
  const look = async (): Promise<void> => {
    while (!isStopped) {
      if (!document.hidden) {
        const text = await reader(video).catch(() => undefined);
        if (text !== undefined && !isStopped) onText(text);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };
  void look();
  return {
    switchLight: track !== undefined && hasLight(track) ? (isOn) => setLight(track, isOn) : undefined,
    stop,
  };
}

async function makeReader(): Promise<Reader> {
  const { BarcodeDetector } = globalThis as WithDetector;
  const formats = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (BarcodeDetector !== undefined && formats.includes('qr_code')) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue;
  }
  const { decodePicture } = await import('./decode.ts');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (video) => Promise.resolve(decodePicture(pictureOf(video, canvas, context)));
}

function pictureOf(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D | null,
): Picture {
  const scale = Math.min(1, SIDE_MAX / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  if (context === null) throw new Error('This browser has no canvas.');
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** What cameras of phones can, and TypeScript's list of 2024 does not have. */
function hasLight(track: MediaStreamTrack): boolean {
  const can: object = track.getCapabilities?.() ?? {};
  return 'torch' in can && can.torch === true;
}

async function setLight(track: MediaStreamTrack, isOn: boolean): Promise<void> {
  const light: object = { torch: isOn };
  await track.applyConstraints({ advanced: [light] });
}
