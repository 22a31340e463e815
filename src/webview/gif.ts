/**
 * Makes animated GIF files (GIF89a). This module is a bundle of its own, which the panel loads when the user exports a
 * GIF.
 */
import { GIFEncoder, applyPalette, quantize } from 'gifenc';

/** The colours of a frame; the 256th entry of the palette is for pixels that do not change. */
const COLOURS = 255;

export class Gif {
  private readonly encoder = GIFEncoder();
  private last: Uint32Array | undefined;

  /**
   * Adds a frame. All frames have the same size.
   *
   * @param delay the time for which the frame is shown, seconds
   */
  add({ data, width, height }: ImageData, delay: number): void {
    const now = new Uint32Array(data.buffer.slice(0));
    const palette = quantize(data, COLOURS);
    const pixels = applyPalette(data, palette);
    const same = palette.length;
    const { last } = this;
    if (last !== undefined) {
      for (let i = 0; i < now.length; i++) if (now[i] === last[i]) pixels[i] = same;
    }
    this.encoder.writeFrame(pixels, width, height, {
      palette: [...palette, [0, 0, 0]],
      delay: Math.round(delay * 1000),
      transparent: last !== undefined,
      transparentIndex: same,
      dispose: 1,
    });
    this.last = now;
  }

  finish(): Uint8Array {
    this.encoder.finish();
    return this.encoder.bytes();
  }
}
