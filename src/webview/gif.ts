/** GIF files (GIF89a) of frames; a bundle of its own, which the panel loads when a GIF is asked for. */
import { GIFEncoder, applyPalette, quantize } from 'gifenc';

/** Colours of a frame; one more of the 256 is that of pixels that stay as they are. */
const COLOURS = 255;

export class Gif {
  private readonly encoder = GIFEncoder();
  private last: Uint32Array | undefined;

  /**
   * Adds a frame. All frames have the same size.
   *
   * @param delay how long it is shown, seconds
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
