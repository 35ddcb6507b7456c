import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { decodePicture, type Picture } from '../src/lib/door/decode.ts';

const TICKET = `JARI1.${'abcdefghij'.repeat(7)}.${'Q'.repeat(86)}`;
const { data, size } = encode(TICKET, { ecc: 'M', border: 2 });

/** What a camera sees of a ticket: turned, small in the picture, in poor light and with its noise. */
function seen(given: {
  turnedDegrees?: number;
  dotPixels?: number;
  contrast?: number;
  noise?: number;
}): Picture {
  const { turnedDegrees = 0, dotPixels = 6, contrast = 1, noise = 0 } = given;
  const [width, height] = [720, 540];
  const pixels = new Uint8ClampedArray(width * height * 4);
  const angle = (turnedDegrees * Math.PI) / 180;
  let random = 12_345;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const column = Math.floor((dx * Math.cos(angle) + dy * Math.sin(angle)) / dotPixels + size / 2);
      const row = Math.floor((dy * Math.cos(angle) - dx * Math.sin(angle)) / dotPixels + size / 2);
      const isInside = column >= 0 && row >= 0 && column < size && row < size;
      const light = !isInside ? 120 : data[row]?.[column] ? 128 - 118 * contrast : 128 + 118 * contrast;
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
      const value = light + (random / 2 ** 31 - 0.5) * 2 * noise;
      pixels.set([value, value, value, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data: pixels };
}

describe('the reader of codes for browsers without one', () => {
  it.each([
    ['held straight', {}],
    ['held askew', { turnedDegrees: 17 }],
    ['held upside down', { turnedDegrees: 183 }],
    ['far away', { dotPixels: 3.5, turnedDegrees: 4 }],
    ['in poor light', { contrast: 0.35, noise: 12, turnedDegrees: 8 }],
    ['with a noisy camera', { noise: 45 }],
  ])('reads a ticket that is %s', (_how, given) => {
    expect(decodePicture(seen(given))).toBe(TICKET);
  });

  it('sees nothing where there is nothing', () => {
    expect(
      decodePicture({ width: 64, height: 64, data: new Uint8ClampedArray(64 * 64 * 4).fill(200) }),
    ).toBeUndefined();
  });
});
