import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCamera } from '#lib/door/camera.ts';
import { later } from './support/fake-server.ts';

let isOn: boolean;
let inSight: string | undefined;
let looks: number;
let allowed: ReturnType<typeof later<undefined>>;
let track: EventTarget;
let ends: number;

const end = () => ends++;
const quietly = () => undefined;

/** As much of a video as is shown to a camera's pictures. */
function videoThat(plays: boolean): HTMLVideoElement {
  const play = () =>
    plays ? Promise.resolve() : Promise.reject(new DOMException('no', 'NotSupportedError'));
  return { play, srcObject: null } as unknown as HTMLVideoElement;
}

beforeEach(() => {
  [isOn, inSight, looks, ends, allowed] = [false, undefined, 0, 0, later<undefined>()];
  track = Object.assign(new EventTarget(), { stop: () => (isOn = false) });
  const stream = { getTracks: () => [track], getVideoTracks: () => [track] };
  const getUserMedia = async () => {
    await allowed.promise;
    isOn = true;
    return stream;
  };
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal(
    'BarcodeDetector',
    class {
      static readonly getSupportedFormats = () => Promise.resolve(['qr_code']);
      detect = () => {
        looks++;
        return Promise.resolve(inSight === undefined ? [] : [{ rawValue: inSight }]);
      };
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());

describe('The door’s camera', () => {
  it('tells of what is in sight until it is stopped, and is off then', async () => {
    const texts: string[] = [];
    allowed.come(undefined);
    const camera = await startCamera(
      videoThat(true),
      (text) => texts.push(text),
      end,
      new AbortController().signal,
    );
    expect([isOn, camera.switchLight]).toEqual([true, undefined]);
    await expect.poll(() => looks).toBeGreaterThan(0);
    inSight = 'JARI1.x';
    await expect.poll(() => texts.length).toBeGreaterThan(0);
    camera.stop();
    const told = texts.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([isOn, texts.length]).toEqual([false, told]);
  });

  it('is off where the page was left while the visitor was still asked for it', async () => {
    const gone = new AbortController();
    const starting = startCamera(videoThat(true), quietly, end, gone.signal);
    gone.abort();
    allowed.come(undefined);
    await expect(starting).rejects.toThrow();
    expect(isOn).toBe(false);
  });

  it('is off where it cannot be shown', async () => {
    allowed.come(undefined);
    await expect(startCamera(videoThat(false), quietly, end, new AbortController().signal)).rejects.toThrow();
    expect(isOn).toBe(false);
  });

  it('tells when it is taken away, as by the phone’s settings, and not when it is stopped', async () => {
    allowed.come(undefined);
    const start = () => startCamera(videoThat(true), quietly, end, new AbortController().signal);
    (await start()).stop();
    track.dispatchEvent(new Event('ended'));
    expect(ends).toBe(0);
    await start();
    track.dispatchEvent(new Event('ended'));
    expect([ends, isOn]).toEqual([1, false]);
  });

  it('does not start where it is taken away before it is shown', async () => {
    allowed.come(undefined);
    const video = videoThat(true);
    video.play = () => Promise.resolve(void track.dispatchEvent(new Event('ended')));
    await expect(startCamera(video, quietly, end, new AbortController().signal)).rejects.toThrow();
    expect(isOn).toBe(false);
  });
});
