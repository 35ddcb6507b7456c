import decodeQR from 'qr/decode.js';

/** Pixels as a canvas gives them. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** The text of the QR code in a picture; undefined when there is none that can be read. */
export function decodePicture(picture: Picture): string | undefined {
  try {
    return decodeQR(picture);
  } catch {
    // Nearly every picture that a camera takes shows none.
    return undefined;
  }
}
